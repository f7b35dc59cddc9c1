using System.Buffers.Binary;
using System.Security.Cryptography;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Visitors;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Disclosures;

/// <summary>
/// Finds the people behind tickets. A ticket that does not open, or whose person is unknown, gets a stand-in that always is the same for the same
/// ticket. So a register that invents tickets causes the same work and gets an answer of the same size as for real ones.
/// </summary>
internal sealed class TicketResolver(DayKeyring dayKeys, PersonStore persons, PersonalKey key)
{
    /// <summary>Opens tickets and reads their people, within the caller's transaction.</summary>
    public async Task<List<ResolvedTicket>> Resolve(
        DatabaseSession session,
        IEnumerable<DayTicket> asked,
        CancellationToken cancellationToken
    )
    {
        var opened = new List<(DayTicket Ticket, DayKey Key, VisitorNumber Number, StandIn StandIn)>();
        foreach (var ofDay in asked.GroupBy(ticket => ticket.Day))
        {
            var dayKey = dayKeys.Find(ofDay.Key);
            var used = dayKey ?? StandInKey(ofDay.Key);
            foreach (var ticket in ofDay)
            {
                var standIn = StandIn.Of(ticket, key);
                opened.Add((ticket, used, used.Open(ticket.Ticket) ?? standIn.Number, standIn));
            }
        }
        var people = await persons.People(session, [.. opened.Select(o => o.Number).Distinct()], cancellationToken);
        return [.. opened.Select(o => new ResolvedTicket(o.Ticket, o.Key, o.StandIn, people.TryGetValue(o.Number, out var p) ? p : null))];
    }

    /// <summary>The number of an index person whom this issuer does not know: always the same for the same phone and normalized name.</summary>
    public VisitorNumber StandInFor(PhoneNumber phone, string name) =>
        VisitorNumber.Read(key.StandIn("subject"u8, $"{phone.Value}\n{name}"));

    // Tickets of a day without a key cannot be opened. This key makes their stand-ins.
    private DayKey StandInKey(KoreanDay day) => new(day, key.StandIn("day"u8, day.ToString()));
}

/// <summary>A ticket of a request with the person behind it.</summary>
/// <param name="Ticket">As the register asked.</param>
/// <param name="Key">The key of its day.</param>
/// <param name="StandIn">Takes the person's place if there is none.</param>
/// <param name="Person">Null: unresolved.</param>
internal sealed record ResolvedTicket(DayTicket Ticket, DayKey Key, StandIn StandIn, Person? Person)
{
    /// <summary>The person's id, or the stand-in's: each unresolved ticket counts as a person.</summary>
    public Id PersonId => Person?.PersonId ?? StandIn.Id;

    /// <summary>The visitor who is notified; nobody has a stand-in's id.</summary>
    public Id VisitorId => Person?.VisitorId ?? StandIn.Id;

    /// <summary>All tickets of the same person and day, the asked one among them, in random order; random ones if unresolved.</summary>
    public DayTickets Siblings()
    {
        var tickets = Key.AllTickets(Person?.Number ?? StandIn.Number);
        if (Person is null)
        {
            tickets[RandomNumberGenerator.GetInt32(tickets.Length)] = Ticket.Ticket;
        }
        return new DayTickets(Ticket.Day, tickets);
    }
}

/// <summary>The id and visitor number of nobody, derived from a ticket with the issuer's key.</summary>
internal readonly record struct StandIn(Id Id, VisitorNumber Number)
{
    public static StandIn Of(DayTicket ticket, PersonalKey key)
    {
        Span<byte> text = stackalloc byte[sizeof(int) + Ticket.Size];
        BinaryPrimitives.WriteInt32BigEndian(text, ticket.Day.Number);
        ticket.Ticket.Write(text[sizeof(int)..]);
        var bytes = key.StandIn("ticket"u8, text);
        return new(Id.Read(bytes.AsSpan(0, Id.Size)), VisitorNumber.Read(bytes.AsSpan(Id.Size)));
    }
}
