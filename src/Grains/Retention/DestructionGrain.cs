using KiPass.Contracts.Access;
using KiPass.Contracts.Retention;
using KiPass.Grains.Database;
using KiPass.Grains.Visits;
using KiPass.Tokens;
using Orleans.Concurrency;

namespace KiPass.Grains.Retention;

/// <inheritdoc cref="IDestructionGrain"/>
[StatelessWorker, Reentrant]
internal sealed class DestructionGrain(OldestVisitHeld held, TimeProvider time) : Grain, IDestructionGrain
{
    public async ValueTask<Answer<DestructionStatus>> Status(Caller caller)
    {
        if (caller.Role == CallerRole.Account || string.IsNullOrEmpty(caller.AccountId))
        {
            return AnswerStatus.Refused;
        }
        try
        {
            return await held.Oldest(CancellationToken.None) is { } oldest
                ? new DestructionStatus(
                    oldest,
                    RetentionRule.DueAt(KoreanDay.Of(oldest)),
                    RetentionRule.IsOverdue(oldest, time.GetUtcNow())
                )
                : new DestructionStatus(null, null, false);
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return AnswerStatus.Unavailable;
        }
    }
}
