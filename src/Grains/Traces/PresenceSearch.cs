using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Visitors;

namespace KiPass.Grains.Traces;

/// <summary>
/// Collects who entered the facilities of a trace. Reads page by page and keeps a limited number of visits, so that nothing that devices
/// recorded can fill the memory of the silo. What exceeds a limit is counted by facility.
/// </summary>
/// <param name="expose">Computes the exposures of a paper visit.</param>
internal sealed class PresenceSearch(IVisitReader reader, TimeProvider time, Func<PaperVisit, PaperContact> expose)
{
    /// <summary>Tickets in one search: twice the highest limit of an order.</summary>
    public const int MaxPasses = 200_000;

    /// <summary>Exposed paper visits in one search, without their sealed text: fifty full facility days.</summary>
    public const int MaxPaper = 50_000;

    private readonly Dictionary<VisitorKey, HashSet<VisitRow>> passes = [];
    private readonly Dictionary<(Guid DeviceId, Guid ScanId, DateTimeOffset EnteredAt), PaperContact> paper = [];
    private readonly Dictionary<Guid, FacilityCut> leftOut = [];

    /// <summary>
    /// Tickets that entered, each with its visits at these facilities, at most <see cref="VisitPages.MaxPerTicket"/>; not all of them were
    /// exposed.
    /// </summary>
    public IReadOnlyDictionary<VisitorKey, HashSet<VisitRow>> Passes => passes;

    /// <summary>Exposed paper visits, without their sealed text.</summary>
    public IReadOnlyList<PaperContact> Paper => [.. paper.Values];

    /// <summary>Entries beyond the limits of a search.</summary>
    public IReadOnlyCollection<FacilityCut> LeftOut => leftOut.Values;

    /// <summary>Reads the entries of a facility in [from, to).</summary>
    public async Task<bool> Read(Guid facilityId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await foreach (var page in reader.AtFacility(facilityId, from, to, now, cancellationToken))
        {
            foreach (var visit in page)
            {
                Add(visit);
            }
        }
        await foreach (var page in reader.PaperAtFacility(facilityId, from, to, now, cancellationToken))
        {
            foreach (var visit in page)
            {
                Add(visit);
            }
        }
        return true;
    }

    /// <summary>The same paper visits with their sealed text, without any that were destroyed in the meantime.</summary>
    public async Task<IReadOnlyList<PaperContact>> WithSealedTexts(IReadOnlyList<PaperContact> chosen, CancellationToken cancellationToken)
    {
        var found = new List<PaperContact>(chosen.Count);
        foreach (var facility in chosen.GroupBy(contact => contact.Visit.FacilityId))
        {
            var wanted = facility.ToDictionary(contact => KeyOf(contact.Visit));
            var (from, to) = (facility.Min(contact => contact.Visit.EnteredAt), facility.Max(contact => contact.Visit.EnteredAt));
            var pages = reader.PaperAtFacility(facility.Key, from, to.AddMilliseconds(1), time.GetUtcNow(), cancellationToken);
            await foreach (var page in pages)
            {
                found.AddRange(
                    page.Where(visit => wanted.ContainsKey(KeyOf(visit))).Select(visit => wanted[KeyOf(visit)] with { Visit = visit })
                );
            }
        }
        return found;
    }

    private void Add(VisitRow visit)
    {
        if (passes.TryGetValue(visit.Key, out var visits))
        {
            if (visits.Count < VisitPages.MaxPerTicket)
            {
                visits.Add(visit);
            }
        }
        else if (passes.Count < MaxPasses)
        {
            passes.Add(visit.Key, [visit]);
        }
        else
        {
            var cut = Cut(visit.FacilityId);
            leftOut[visit.FacilityId] = cut with { Contacts = cut.Contacts + 1 };
        }
    }

    private void Add(PaperVisit visit)
    {
        var contact = expose(visit with { Sealed = "" });
        if (contact.Exposures.Count == 0 || paper.ContainsKey(KeyOf(visit)))
        {
            return;
        }
        if (paper.Count < MaxPaper)
        {
            paper.Add(KeyOf(visit), contact);
        }
        else
        {
            var cut = Cut(visit.FacilityId);
            leftOut[visit.FacilityId] = cut with { Paper = cut.Paper + 1 };
        }
    }

    private FacilityCut Cut(Guid facilityId) => leftOut.GetValueOrDefault(facilityId) ?? new FacilityCut(facilityId, 0, 0);

    private static (Guid DeviceId, Guid ScanId, DateTimeOffset EnteredAt) KeyOf(PaperVisit visit) =>
        (visit.DeviceId, visit.ScanId, visit.EnteredAt);
}
