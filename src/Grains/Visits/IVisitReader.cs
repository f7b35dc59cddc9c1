using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Visits;

/// <summary>
/// Reads visits for traces and for an owner's counts. In PostgreSQL this is the role <c>tracer</c>. No method returns visits that entered
/// 28 × 24 h ago or earlier, even if they are still stored. Voided visits are left out unless stated otherwise.
/// </summary>
internal interface IVisitReader
{
    /// <summary>Visits of one ticket on its day, sorted by time; the first <see cref="VisitPages.MaxPerTicket"/>.</summary>
    Task<IReadOnlyList<VisitRow>> OfTicket(
        ushort issuer,
        KoreanDay day,
        Ticket ticket,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Which of these tickets were shown at a door: one question for all tickets of a person on all days of an order.</summary>
    Task<IReadOnlyList<VisitorKey>> Shown(IReadOnlyCollection<VisitorKey> tickets, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Visits of many tickets on one day, unsorted: one query for a thousand contacts. At most <see cref="VisitPages.MaxPerTicket"/> of
    /// each.
    /// </summary>
    Task<IReadOnlyList<VisitRow>> OfTickets(
        KoreanDay day,
        IReadOnlyCollection<(ushort Issuer, Ticket Ticket)> tickets,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Visits that entered a facility in [from, to), in pages of at most <see cref="VisitPages.Size"/>. Each page is a separate query, so
    /// only one page is in memory. Sorted by time within the Korean day of the slot.
    /// </summary>
    IAsyncEnumerable<IReadOnlyList<VisitRow>> AtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Paper visits that entered a facility in [from, to), sorted by time, in pages of at most <see cref="VisitPages.PaperSize"/>.</summary>
    IAsyncEnumerable<IReadOnlyList<PaperVisit>> PaperAtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Number of visits and paper visits of a facility per hour of entry, in [from, to).</summary>
    Task<IReadOnlyList<HourCount>> CountByHour(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Number of entries of a facility by device and hour of entry, in [from, to), and how many of them were reported late.</summary>
    Task<IReadOnlyList<DeviceHourCount>> CountByDevice(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Entry time of the oldest visit that is still stored, readable or not; null when there is none. For the health check.
    /// </summary>
    Task<DateTimeOffset?> OldestHeld(CancellationToken cancellationToken);
}

/// <summary>Sizes of what is read at once.</summary>
internal static class VisitPages
{
    /// <summary>Visits in a page.</summary>
    public const int Size = 1_000;

    /// <summary>Paper visits in a page; each has up to 4 KB of sealed text.</summary>
    public const int PaperSize = 200;

    /// <summary>Maximum number of visits that are read of one ticket and day. More than a person can make; only a script exceeds it.</summary>
    public const int MaxPerTicket = 200;
}

/// <summary>A visit as traces read it.</summary>
/// <param name="ReceivedAt">When the register received it.</param>
[GenerateSerializer, Immutable, Alias("kipass.visit-row")]
internal sealed record VisitRow(
    [property: Id(0)] ushort Issuer,
    [property: Id(1)] KoreanDay Day,
    [property: Id(2)] Ticket Ticket,
    [property: Id(3)] Guid FacilityId,
    [property: Id(4)] DateTimeOffset EnteredAt,
    [property: Id(5)] Guid DeviceId,
    [property: Id(6)] DateTimeOffset ReceivedAt = default
)
{
    /// <summary>The visitor, as far as the register knows.</summary>
    public VisitorKey Key => new(Issuer, Day, Ticket);
}

/// <summary>Number of entries of one device in one hour; visits and paper visits.</summary>
/// <param name="Hour">Start of the hour.</param>
/// <param name="Late">Of these, received later than a scan at the door may be.</param>
internal readonly record struct DeviceHourCount(Guid DeviceId, DateTimeOffset Hour, int Entries, int Late);

/// <summary>Number of entries in one hour.</summary>
/// <param name="Hour">Start of the hour.</param>
internal readonly record struct HourCount(DateTimeOffset Hour, int Count);
