using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Visitors;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Traces;

/// <summary>
/// Finds the contacts of one order: reads the visits of the case (none for a facility window), the visits at the same facilities at that
/// time, and where the contacts went next. Stores nothing.
/// </summary>
internal sealed class ContactFinder(IGrainFactory grains, IVisitReader reader, TimeProvider time)
{
    private const int MaxConcurrency = 16;
    private const int MaxConcurrentDays = 4;
    private const int DefaultDwellMinutes = 60;

    /// <summary>Finds everything that the order covers.</summary>
    /// <param name="order">A verified order.</param>
    /// <param name="part">Its part for the register.</param>
    /// <param name="subjects">The case's pseudonyms from all issuers; none for a facility window.</param>
    /// <param name="watch">Receives the progress.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="VisitsUnreadableException">The database did not answer; repeat the search later.</exception>
    public async Task<ContactSearchResult> Find(
        TraceOrder order,
        RegisterPart part,
        IReadOnlyList<VisitorKey> subjects,
        StageProgress watch,
        CancellationToken cancellationToken
    )
    {
        var visits = await VisitsOf(subjects, watch, cancellationToken);
        Guid[] places = [.. visits.Select(v => v.FacilityId).Append(part.Facility ?? Guid.Empty).Where(id => id != Guid.Empty).Distinct()];
        var facilities = await Snapshots(places, cancellationToken);
        TimeSpan DwellTime(Guid id) => DwellTimeOf(facilities.GetValueOrDefault(id), part);

        var dwells =
            part.Kind == TraceKind.FacilityWindow
                ? [new Dwell(new Place(part.Facility!.Value), part.From!.Value, part.To!.Value, InferredExit.DwellTime)]
                : DwellInference.Of(visits.Select(v => PlaceEntryOf(v, facilities)), DwellTime);
        bool IsOurs(Dwell dwell) =>
            part.District is null
            || new Jurisdiction(part.District).Covers(facilities.GetValueOrDefault(dwell.Place.FacilityId)?.Facts.District);
        List<Dwell> sources = [.. dwells.Where(IsOurs)];
        var presence = await Present(sources, DwellTime, watch, cancellationToken);

        var contacts = await Contacts(presence, sources, subjects, facilities, DwellTime, cancellationToken);
        var forward = part.Forward ? await Forward(contacts, part, facilities, cancellationToken) : null;
        var paper = presence.SelectMany(p => p.Paper).DistinctBy(p => (p.Day, p.DeviceId, p.ScanId));
        var elsewhere = dwells.Where(dwell => !IsOurs(dwell)).Select(dwell => dwell.Place.FacilityId).Distinct().Count();
        return new ContactSearchResult(
            facilities.Where(f => sources.Any(s => s.Place.FacilityId == f.Key)).ToDictionary(),
            part.Kind == TraceKind.Case ? sources : [],
            contacts,
            [.. paper.Select(p => PaperContact(p, sources, facilities, DwellTime)).Where(p => p.Exposures.Count > 0)],
            elsewhere,
            forward
        );
    }

    // Uses the visits that were read for the exposures; only the facilities are read in addition.
    private async Task<ForwardContacts> Forward(
        List<Contact> contacts,
        RegisterPart part,
        Dictionary<Guid, FacilitySnapshot> known,
        CancellationToken cancellationToken
    )
    {
        Guid[] places =
        [
            .. contacts
                .SelectMany(contact => contact.Visits.Where(visit => visit.EnteredAt > contact.Exposures[0].From))
                .CountBy(visit => visit.FacilityId)
                .Where(place => !known.ContainsKey(place.Key))
                .OrderByDescending(place => place.Value)
                .Take(ForwardContacts.MaxFacilities)
                .Select(place => place.Key),
        ];
        var facilities = (await Snapshots(places, cancellationToken)).Concat(known).ToDictionary();
        return ForwardContacts.Of(
            contacts.Select(contact =>
                (
                    contact,
                    DwellInference.Of(
                        contact.Visits.Select(v => PlaceEntryOf(v, facilities)),
                        id => DwellTimeOf(facilities.GetValueOrDefault(id), part)
                    )
                )
            ),
            facilities,
            part.District
        );
    }

    private async Task<List<VisitRow>> VisitsOf(
        IReadOnlyList<VisitorKey> subjects,
        StageProgress watch,
        CancellationToken cancellationToken
    )
    {
        watch.Begin(subjects.Count);
        var visits = await BoundedParallel.Select(
            subjects,
            MaxConcurrency,
            async subject =>
            {
                var read = await grains.GetGrain<IVisitorGrain>(subject.Text).Visits();
                watch.Step();
                return read ?? throw new VisitsUnreadableException();
            },
            cancellationToken
        );
        return [.. visits.SelectMany(v => v)];
    }

    private async Task<Dictionary<Guid, FacilitySnapshot>> Snapshots(Guid[] ids, CancellationToken cancellationToken)
    {
        var found = await BoundedParallel.Select(
            ids,
            MaxConcurrency,
            async id => (Id: id, Snapshot: await grains.GetGrain<IFacilityTrace>(FacilityKey.Of(id)).Snapshot()),
            cancellationToken
        );
        return found.Where(f => f.Snapshot is not null).ToDictionary(f => f.Id, f => f.Snapshot!);
    }

    private async Task<Presence[]> Present(
        List<Dwell> sources,
        Func<Guid, TimeSpan> dwellTime,
        StageProgress watch,
        CancellationToken cancellationToken
    )
    {
        watch.Begin(sources.Count);
        return await BoundedParallel.Select(
            sources,
            MaxConcurrency,
            async dwell =>
            {
                var (from, to) = Exposures.EntriesThatMatter(dwell, dwellTime(dwell.Place.FacilityId));
                var presence = await grains.GetGrain<IFacilityTrace>(FacilityKey.Of(dwell.Place.FacilityId)).Present(from, to);
                watch.Step();
                return presence ?? throw new VisitsUnreadableException();
            },
            cancellationToken
        );
    }

    private async Task<List<Contact>> Contacts(
        Presence[] presence,
        List<Dwell> sources,
        IReadOnlyList<VisitorKey> subjects,
        Dictionary<Guid, FacilitySnapshot> facilities,
        Func<Guid, TimeSpan> dwellTime,
        CancellationToken cancellationToken
    )
    {
        var keys = presence.SelectMany(p => p.Visits).Select(KeyOf).Except(subjects).ToList();
        var days = await BoundedParallel.Select(
            [.. keys.GroupBy(key => key.Day)],
            MaxConcurrentDays,
            async day =>
            {
                var asked = day.Select(key => (key.Issuer, key.Pseudonym)).ToList();
                var visits = await Read(() => reader.OfPseudonyms(day.Key, asked, time.GetUtcNow(), cancellationToken));
                // A dwell can extend into the next day, but not further.
                var near = sources
                    .Where(source => source.LeftAt > day.Key.Start.AddHours(-1) && source.EnteredAt < (day.Key + 1).End)
                    .ToList();
                return visits
                    .GroupBy(KeyOf)
                    .Select(contact => new Contact(
                        contact.Key,
                        Exposures.Between(near, DwellInference.Of(contact.Select(v => PlaceEntryOf(v, facilities)), dwellTime))
                    )
                    {
                        Visits = [.. contact],
                    })
                    .Where(contact => contact.Exposures.Count > 0)
                    .ToList();
            },
            cancellationToken
        );
        return [.. days.SelectMany(contacts => contacts)];
    }

    private static PaperContact PaperContact(
        PaperVisit paper,
        List<Dwell> sources,
        Dictionary<Guid, FacilitySnapshot> facilities,
        Func<Guid, TimeSpan> dwellTime
    )
    {
        var zone = ZoneOf(facilities.GetValueOrDefault(paper.FacilityId), paper.DeviceId);
        var dwells = DwellInference.Of([new PlaceEntry(new Place(paper.FacilityId, zone), paper.EnteredAt)], dwellTime);
        return new PaperContact(paper, Exposures.Between(sources, dwells));
    }

    private static async Task<T> Read<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            throw new VisitsUnreadableException();
        }
    }

    private static VisitorKey KeyOf(VisitRow visit) => new(visit.Issuer, visit.Day, visit.Pseudonym);

    private static PlaceEntry PlaceEntryOf(VisitRow visit, Dictionary<Guid, FacilitySnapshot> facilities) =>
        new(new Place(visit.FacilityId, ZoneOf(facilities.GetValueOrDefault(visit.FacilityId), visit.DeviceId)), visit.EnteredAt);

    private static Guid? ZoneOf(FacilitySnapshot? facility, Guid device) =>
        facility is not null && facility.ZoneOfDevice.TryGetValue(device, out var zone) ? zone : null;

    private static TimeSpan DwellTimeOf(FacilitySnapshot? facility, RegisterPart part)
    {
        var type = facility?.Facts.Type ?? "";
        var minutes = part.DwellMinutes.TryGetValue(type, out var ordered) ? ordered : FacilityTypes.Find(type)?.DwellMinutes;
        return TimeSpan.FromMinutes(minutes ?? DefaultDwellMinutes);
    }
}

/// <summary>The result of a search, not yet sealed.</summary>
internal sealed record ContactSearchResult(
    IReadOnlyDictionary<Guid, FacilitySnapshot> Facilities,
    IReadOnlyList<Dwell> Case,
    IReadOnlyList<Contact> Contacts,
    IReadOnlyList<PaperContact> Paper,
    int FacilitiesElsewhere,
    ForwardContacts? Forward
);

/// <summary>A pseudonym that was exposed to the case.</summary>
/// <param name="Key">The pseudonym.</param>
/// <param name="Exposures">At least one, sorted by time.</param>
internal sealed record Contact(VisitorKey Key, IReadOnlyList<Exposure> Exposures)
{
    /// <summary>All visits of this pseudonym, which are on one Korean day.</summary>
    public IReadOnlyList<VisitRow> Visits { get; init; } = [];
}

/// <summary>A paper visit that was exposed to the case.</summary>
internal sealed record PaperContact(PaperVisit Visit, IReadOnlyList<Exposure> Exposures);

/// <summary>The database did not answer while visits were read. Caught inside the trace; never leaves the grain.</summary>
internal sealed class VisitsUnreadableException : Exception;

/// <summary>Progress within a stage, in steps.</summary>
internal sealed class StageProgress
{
    public int Done { get; private set; }

    public int Total { get; private set; }

    public void Begin(int total) => (Done, Total) = (0, total);

    public void Step() => Done++;
}
