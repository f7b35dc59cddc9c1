using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;

namespace KiPass.Portal.Owners.Messages;

/// <summary>
/// Looks for news of obligations whenever the policy or the Korean day is another one than when it last looked, and until every account was
/// looked at. What was told is in the database, so that nothing hangs on when this process began.
/// </summary>
internal sealed class ObligationMessageWorker(IServiceScopeFactory scopes, TimeProvider time, ILogger<ObligationMessageWorker> log)
    : BackgroundService
{
    // Longer than silos hold a copy of the policy (5 s).
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private (int Version, KoreanDay Day)? seen;
    private (int Version, KoreanDay Day)? done;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Look(stoppingToken);
        }
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            var register = scope.ServiceProvider.GetRequiredService<RegisterCalls>();
            var version = await register.AskPlain(() => register.Grain<IPolicyGrain>(IPolicyGrain.Key).Version());
            if (version.Status != AnswerStatus.Done)
            {
                return;
            }
            var now = (version.Value, KoreanDay.Of(time.GetUtcNow()));
            // On second sight: by then no silo answers from an older copy.
            if (
                now == seen
                && now != done
                && await scope.ServiceProvider.GetRequiredService<ObligationMessageSweep>().Sweep(cancellationToken)
            )
            {
                done = now;
            }
            seen = now;
        }
#pragma warning disable CA1031 // Whatever failed is tried again at the next tick; the portal does not stop for it.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogWarning("Owners were not told of their obligations: {Reason}", failure.GetType().Name);
        }
    }
}
