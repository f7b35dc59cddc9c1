using KiPass.Grains.Tests.Facilities;
using KiPass.Grains.Visits;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>A visit log that knows only counts by hour: all that facilities ask of it.</summary>
internal sealed class CountedVisits : IVisitReader
{
    /// <summary>Entries by facility.</summary>
    public Dictionary<Guid, List<HourCount>> Hours { get; } = [];

    /// <summary>Entries by device and hour of a facility.</summary>
    public Dictionary<Guid, List<DeviceHourCount>> Devices { get; } = [];

    public Task<IReadOnlyList<HourCount>> CountByHour(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var hours = Hours.GetValueOrDefault(facilityId, []).Where(hour => hour.Hour >= from && hour.Hour < to);
        return Task.FromResult<IReadOnlyList<HourCount>>([.. hours]);
    }

    public Task<IReadOnlyList<VisitRow>> OfTicket(
        ushort issuer,
        KoreanDay day,
        Ticket ticket,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw NotForFacilities();

    public Task<IReadOnlyList<VisitorKey>> Shown(
        IReadOnlyCollection<VisitorKey> tickets,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw NotForFacilities();

    public Task<IReadOnlyList<VisitRow>> OfTickets(
        KoreanDay day,
        IReadOnlyCollection<(ushort Issuer, Ticket Ticket)> tickets,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw NotForFacilities();

    public IAsyncEnumerable<IReadOnlyList<VisitRow>> AtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw NotForFacilities();

    public IAsyncEnumerable<IReadOnlyList<PaperVisit>> PaperAtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => throw NotForFacilities();

    public Task<IReadOnlyList<DeviceHourCount>> CountByDevice(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<DeviceHourCount>>(Devices.GetValueOrDefault(facilityId, []));

    public Task<DateTimeOffset?> OldestHeld(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);

    private static InvalidOperationException NotForFacilities() => new("A facility must never read visits.");
}
