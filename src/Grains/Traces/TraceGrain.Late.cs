using KiPass.Contracts.Traces;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Traces;

/// Issuers that did not answer in time are asked again.
internal sealed partial class TraceGrain
{
    /// <summary>
    /// Asks unreachable issuers again. Tickets of the case that arrive late restart the search with all known tickets, and so does an issuer
    /// that owes the other tickets of contacts.
    /// </summary>
    private async Task<bool> AskAgain(TraceOrder order)
    {
        if (await OwedSiblingsArrive(order))
        {
            return await FindContacts(order);
        }
        if (State.Issuers.Any(issuer => IsOpen(issuer.Subjects)))
        {
            if (!await AskForSubjects(order, otherwise: TraceStage.WaitingForIssuers))
            {
                return false;
            }
            if (State.Stage == TraceStage.ReadingVisits)
            {
                return true;
            }
        }
        return State.Issuers.Any(issuer => IsOpen(issuer.Identities)) ? await AskForIdentities(order) : await Settle();
    }

    private async Task<bool> OwedSiblingsArrive(TraceOrder order)
    {
        foreach (var issuer in State.Issuers.Where(issuer => IsOpen(issuer.Siblings)))
        {
            var reply = await AskForSiblings(order, issuer.Number, ContactsOf(issuer.Number));
            if (reply.Outcome != IssuerAnswer.Unreachable)
            {
                return true;
            }
        }
        return false;
    }
}
