using KiPass.Grains.Visits;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Traces;

/// <summary>Asks the issuers of contacts for the other tickets of the same people on the same day.</summary>
/// <returns>For each issuer one list of tickets for each contact; an issuer that did not answer is missing.</returns>
internal delegate Task<IReadOnlyDictionary<ushort, IReadOnlyList<DayTickets>>> SiblingSource(IReadOnlyList<Contact> contacts);

/// <summary>A contact of a forward trace with all tickets of one Korean day.</summary>
/// <param name="Key">The ticket that names the person in the findings.</param>
/// <param name="Tickets">All tickets of the person on that day, the named one among them.</param>
internal sealed record TracedPerson(VisitorKey Key, IReadOnlyCollection<VisitorKey> Tickets);

/// <summary>Joins the contacts of a forward trace to people.</summary>
internal static class Siblings
{
    /// <summary>
    /// The people behind contacts. Contacts of an issuer that did not answer, or that its answer leaves out, stay alone. An issuer can join
    /// only tickets of its own, and only contacts that were asked for.
    /// </summary>
    public static IReadOnlyList<TracedPerson> People(
        IReadOnlyList<Contact> contacts,
        IReadOnlyDictionary<ushort, IReadOnlyList<DayTickets>> answers
    )
    {
        var waiting = contacts.Select(contact => contact.Key).ToHashSet();
        var people = new List<TracedPerson>(contacts.Count);
        foreach (var (issuer, groups) in answers)
        {
            foreach (var group in groups)
            {
                HashSet<VisitorKey> tickets = [.. group.Tickets.Select(ticket => new VisitorKey(issuer, group.Day, ticket))];
                List<VisitorKey> own = [.. tickets.Where(waiting.Contains).OrderBy(ticket => ticket.Ticket.Value)];
                if (own.Count > 0)
                {
                    waiting.ExceptWith(own);
                    people.Add(new TracedPerson(own[0], tickets));
                }
            }
        }
        people.AddRange(waiting.Select(alone => new TracedPerson(alone, [alone])));
        return people;
    }

    /// <summary>The tickets of one issuer's contacts by day, as requests carry them.</summary>
    public static List<DayTickets> ByDay(IEnumerable<VisitorKey> contacts) =>
        [.. contacts.GroupBy(contact => contact.Day).Select(day => new DayTickets(day.Key, [.. day.Select(contact => contact.Ticket)]))];
}
