using KiPass.Contracts.Traces;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Traces;

// Asks an issuer again on request of an official.
internal sealed partial class TraceGrain
{
    public async ValueTask<bool> AskAgain(ushort issuer)
    {
        if (!Exists || State.Issuer(issuer) is not { IsMissing: true } known || !IsOrderValid())
        {
            return false;
        }
        if (State.Stage is not (TraceStage.WaitingForIssuers or TraceStage.Completed))
        {
            // It is asked in this run, unless it has already failed in it.
            return State.Stage <= TraceStage.AskingForIdentities && IsOpen(known);
        }
        (nextTry, failedTries) = (default, 0);
        if (IsOpen(known))
        {
            GoOn();
            return true;
        }
        if (IsFinal && driving is { } ended)
        {
            // The last step has stored its state and is about to return.
            await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        if (driving is { IsCompleted: false })
        {
            // Another issuer is being asked, and that step writes the state.
            return false;
        }
        var facts = new Dictionary<string, string> { ["order"] = OrderId.ToString(), ["missing"] = Describe(known) };
        var next = State with { Stage = TraceStage.WaitingForIssuers, CompletedAt = null, Retries = State.Retries + 1 };
        next = next.With(
            known with
            {
                Subjects = Reopened(known.Subjects),
                Siblings = Reopened(known.Siblings),
                Identities = Reopened(known.Identities),
                Code = "",
            }
        );
        if (await audit.Append("trace-asked-again", facts, once: Once($"asked-again:{next.Retries}")) is null || !await Write(next))
        {
            return false;
        }
        await this.RegisterOrUpdateReminder(Reminder, WhileRunning, WhileRunning);
        GoOn();
        return true;
    }

    private static string Describe(IssuerProgress issuer) => $"{issuer.Number}:{issuer.MissingAnswer}:{issuer.Code}".TrimEnd(':');

    private static bool IsOpen(IssuerProgress issuer) => IsOpen(issuer.Subjects) || IsOpen(issuer.Siblings) || IsOpen(issuer.Identities);

    private static bool IsOpen(IssuerAnswer answer) => answer is IssuerAnswer.Waiting or IssuerAnswer.Unreachable;

    private static bool IsMissing(IssuerAnswer answer) =>
        answer is not (IssuerAnswer.NotAsked or IssuerAnswer.Answered or IssuerAnswer.NoMatch);

    private static IssuerAnswer Reopened(IssuerAnswer answer) => IsMissing(answer) ? IssuerAnswer.Waiting : answer;

    private string OnceARun(string step) => Once(State.Retries == 0 ? step : $"{step}:{State.Retries}");

    private bool IsOrderValid()
    {
        try
        {
            return TraceOrder.Verify(State.Order, domain.Authority().SigningKey, time.GetUtcNow(), out _) == OrderVerdict.Valid;
        }
        catch (DomainFolderException)
        {
            return false;
        }
    }

    private async Task DropWork()
    {
        if (!work.State.Subjects.IsEmpty || !work.State.Contacts.IsEmpty)
        {
            await Write(work, new TraceWork());
        }
    }
}
