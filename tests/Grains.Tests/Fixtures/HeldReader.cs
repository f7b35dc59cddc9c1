using System.Runtime.CompilerServices;
using KiPass.Grains.Tests.Traces;
using KiPass.Grains.Visits;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>A reader that a test can hold up.</summary>
internal sealed class HeldReader(IVisitReader reader) : IVisitReader
{
    /// <summary>Awaited before the named method reads.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async Task<IReadOnlyList<VisitRow>> OfTicket(
        ushort issuer,
        KoreanDay day,
        Ticket ticket,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await Before(nameof(OfTicket));
        return await reader.OfTicket(issuer, day, ticket, now, cancellationToken);
    }

    public async Task<IReadOnlyList<VisitorKey>> Shown(
        IReadOnlyCollection<VisitorKey> tickets,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await Before(nameof(Shown));
        return await reader.Shown(tickets, now, cancellationToken);
    }

    public async Task<IReadOnlyList<VisitRow>> OfTickets(
        KoreanDay day,
        IReadOnlyCollection<(ushort Issuer, Ticket Ticket)> tickets,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await Before(nameof(OfTickets));
        return await reader.OfTickets(day, tickets, now, cancellationToken);
    }

    public async IAsyncEnumerable<IReadOnlyList<VisitRow>> AtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Before(nameof(AtFacility));
        await foreach (var page in reader.AtFacility(facilityId, from, to, now, cancellationToken))
        {
            yield return page;
        }
    }

    public IAsyncEnumerable<IReadOnlyList<PaperVisit>> PaperAtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => reader.PaperAtFacility(facilityId, from, to, now, cancellationToken);

    public Task<IReadOnlyList<HourCount>> CountByHour(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => reader.CountByHour(facilityId, from, to, now, cancellationToken);

    public Task<IReadOnlyList<DeviceHourCount>> CountByDevice(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => reader.CountByDevice(facilityId, from, to, now, cancellationToken);

    public Task<DateTimeOffset?> OldestHeld(CancellationToken cancellationToken) => reader.OldestHeld(cancellationToken);
}
