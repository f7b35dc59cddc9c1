using KiPass.Grains.Database;
using KiPass.Grains.Retention;
using KiPass.Grains.Visits;
using KiPass.Tokens.Passes;

namespace KiPass.Silo.Health;

/// <summary>Whether this silo should be sent scans. The database is asked at most once a second, however often the question comes.</summary>
internal sealed class Readiness(
    IVisitLog log,
    OldestVisitHeld oldest,
    MachineClock clock,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : IDisposable
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim asking = new(1, 1);
    private (bool Answered, long AskedAt)? last;

    /// <summary>Null when ready, else the reason.</summary>
    public async Task<string?> WhyNot(CancellationToken cancellationToken) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "stopping"
        : !lifetime.ApplicationStarted.IsCancellationRequested ? "starting"
        : !await DatabaseAnswers(cancellationToken) ? "visit-log-silent"
        : clock.IsRight ? null
        : MachineClock.Differs;

    /// <summary>Whether a visit survives that ought to be destroyed; false also when the database does not say.</summary>
    public async Task<bool> IsVisitOverdue(CancellationToken cancellationToken)
    {
        try
        {
            return await oldest.IsOverdue(cancellationToken);
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            return false;
        }
    }

    public void Dispose() => asking.Dispose();

    private async Task<bool> DatabaseAnswers(CancellationToken cancellationToken)
    {
        await asking.WaitAsync(cancellationToken);
        try
        {
            if (last is not { } known || time.GetElapsedTime(known.AskedAt) >= RememberedFor)
            {
                var askedAt = time.GetTimestamp();
                last = known = (await Ask(), askedAt);
            }
            return known.Answered;
        }
        finally
        {
            asking.Release();
        }
    }

    // A token that nobody has: the question that a repeat asks, with the same rights.
    private async Task<bool> Ask()
    {
        var nobody = new TokenKey(time.GetUtcNow().ToUnixTimeSeconds(), 1, TokenId.Random());
        try
        {
            var found = await log.Find(nobody, CancellationToken.None).AsTask().WaitAsync(Patience, time);
            return found.Status != ScanStatus.Unconfirmed;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
