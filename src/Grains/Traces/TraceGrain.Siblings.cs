using KiPass.Contracts.Traces;
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
            async issuer =>
                (issuer.Key, Reply: await issuers.Siblings(order, State.Order, issuer.Key, Siblings.ByDay(issuer), ending.Token)),
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

    private async Task<bool> OwedSiblingsArrive(TraceOrder order)
    {
        foreach (var issuer in State.Issuers.Where(issuer => issuer.Siblings == IssuerAnswer.Unreachable))
        {
            var reply = await issuers.Siblings(order, State.Order, issuer.Number, ContactsOf(issuer.Number), ending.Token);
            if (reply.Outcome != IssuerAnswer.Unreachable)
            {
                return true;
            }
        }
        return false;
    }
}
