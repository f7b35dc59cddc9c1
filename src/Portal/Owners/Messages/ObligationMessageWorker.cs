using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;

namespace KiPass.Portal.Owners.Messages;

/// <summary>
/// Runs an <see cref="ObligationMessageSweep"/> when the policy version or the Korean day changes, and repeats it until all accounts were
/// processed. The notified states are in the database, so a restart neither loses nor repeats messages.
/// </summary>
internal sealed class ObligationMessageWorker(IServiceScopeFactory scopes, TimeProvider time, ILogger<ObligationMessageWorker> log)
    : BackgroundService
{
    // Longer than the lifetime of a silo's policy cache (5 s).
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
            // Wait for the second tick with the same version: by then no silo uses an older cached policy.
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
#pragma warning disable CA1031 // Any failure is retried at the next tick and must not stop the portal.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogWarning("Owners were not told of their obligations: {Reason}", failure.GetType().Name);
        }
    }
}
