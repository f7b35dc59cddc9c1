using KiPass.Grains.Tests.Visits.Tokens;
using KiPass.Grains.Visits;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>A reader that knows the visits of tickets, and can fall silent.</summary>
internal sealed class OneTicketReader : IVisitReader
{
    public List<VisitRow> Rows { get; } = [];

    public bool IsSilent { get; set; }

    public Task<IReadOnlyList<VisitRow>> OfTicket(
        ushort issuer,
        KoreanDay day,
        Ticket ticket,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        IsSilent
            ? throw new TimeoutException()
            : Task.FromResult<IReadOnlyList<VisitRow>>([
                .. Rows.Where(row => row.Issuer == issuer && row.Day == day && row.Ticket == ticket),
            ]);

    public Task<IReadOnlyList<VisitorKey>> Shown(
        IReadOnlyCollection<VisitorKey> tickets,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw NotForVisitors();

    public Task<IReadOnlyList<VisitRow>> OfTickets(
        KoreanDay day,
        IReadOnlyCollection<(ushort Issuer, Ticket Ticket)> tickets,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw NotForVisitors();

    public IAsyncEnumerable<IReadOnlyList<VisitRow>> AtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw NotForVisitors();

    public IAsyncEnumerable<IReadOnlyList<PaperVisit>> PaperAtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw NotForVisitors();

    public Task<IReadOnlyList<HourCount>> CountByHour(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw NotForVisitors();

    public Task<IReadOnlyList<DeviceHourCount>> CountByDevice(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw NotForVisitors();

    public Task<DateTimeOffset?> OldestHeld(CancellationToken cancellationToken) => throw NotForVisitors();

    private static InvalidOperationException NotForVisitors() => new("A visitor grain asks for its own ticket alone.");
}
