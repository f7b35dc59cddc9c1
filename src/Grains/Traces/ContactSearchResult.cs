using KiPass.Grains.Facilities;
using KiPass.Grains.Visits;

namespace KiPass.Grains.Traces;

/// <summary>The result of a search, not yet sealed.</summary>
/// <param name="Cut">Facilities with contacts beyond the limit of the order.</param>
internal sealed record ContactSearchResult(
    IReadOnlyDictionary<Guid, FacilitySnapshot> Facilities,
    IReadOnlyList<Dwell> Case,
    IReadOnlyList<Contact> Contacts,
    IReadOnlyList<PaperContact> Paper,
    int FacilitiesElsewhere,
    ForwardContacts? Forward,
    IReadOnlyList<FacilityCut> Cut
);

/// <summary>A ticket that was exposed to the case; in a forward trace a person, named by one of their tickets.</summary>
/// <param name="Key">The ticket.</param>
/// <param name="Exposures">At least one, sorted by time.</param>
internal sealed record Contact(VisitorKey Key, IReadOnlyList<Exposure> Exposures)
{
    /// <summary>The known visits of this ticket or person, which are on one Korean day.</summary>
    public IReadOnlyCollection<VisitRow> Visits { get; init; } = [];
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
