using KiPass.Contracts.Traces;
using KiPass.Grains.Visits;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Traces;

/// Forward orders: the issuers tell which tickets belong to one person on a day.
internal sealed partial class TraceGrain
{
    // The answers are not stored: after a crash the issuers are asked again, and give the same answer.
    private async Task<IReadOnlyDictionary<ushort, IReadOnlyList<DayTickets>>> AskForSiblings(
        TraceOrder order,
        IReadOnlyList<Contact> contacts,
        Dictionary<ushort, TicketsReply> replies
    )
    {
        var shuffled = TraceFindingsWriter.Shuffled(contacts).Select(stored => stored.ToKey());
        var answers = await BoundedParallel.Select(
            [.. shuffled.GroupBy(contact => contact.Issuer)],
            MaxConcurrentIssuers,
            async issuer => (issuer.Key, Reply: await AskForSiblings(order, issuer.Key, issuer)),
            ending.Token
        );
        foreach (var (number, reply) in answers)
        {
            replies[number] = reply;
        }
        return replies
            .Where(reply => reply.Value.Outcome == IssuerAnswer.Answered)
            .ToDictionary(reply => reply.Key, reply => reply.Value.Tickets);
    }

    // Each request is answered with 64 tickets for each contact.
    private async Task<TicketsReply> AskForSiblings(TraceOrder order, ushort issuer, IEnumerable<VisitorKey> contacts)
    {
        var tickets = new List<DayTickets>();
        foreach (var some in contacts.Chunk(TicketsAnswer.MostSiblings))
        {
            var reply = await issuers.Siblings(order, State.Order, issuer, Siblings.ByDay(some), ending.Token);
            if (reply.Outcome != IssuerAnswer.Answered)
            {
                return reply;
            }
            tickets.AddRange(reply.Tickets);
        }
        return new TicketsReply(IssuerAnswer.Answered, "", tickets);
    }
}
