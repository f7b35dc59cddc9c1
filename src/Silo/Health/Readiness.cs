using KiPass.Grains.Database;
using KiPass.Grains.Retention;
using KiPass.Grains.Visits;
using KiPass.Tokens.Passes;

namespace KiPass.Silo.Health;

/// <summary>Whether this silo should be sent scans. The database is asked at most once a second.</summary>
internal sealed class Readiness(
    IVisitLog log,
    OldestVisitHeld oldest,
    MachineClock clock,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : IDisposable
{
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim asking = new(1, 1);
    private (bool Answered, long AskedAt)? last;

    /// <summary>Null when ready, else the reason.</summary>
    public async Task<string?> WhyNot(CancellationToken cancellationToken) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "stopping"
        : !lifetime.ApplicationStarted.IsCancellationRequested ? "starting"
        : !await DatabaseAnswers(cancellationToken) ? "visit-log-silent"
        : clock.IsRight ? null
        : MachineClock.Differs;

    /// <summary>Whether a visit is still stored that should have been destroyed; false also when the database does not answer.</summary>
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
            if (last is not { } known || time.GetElapsedTime(known.AskedAt) >= CacheDuration)
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

    // A token that unused has: the same query, with the same rights, as the one for a repeated scan.
    private async Task<bool> Ask()
    {
        var unused = new TokenKey(time.GetUtcNow().ToUnixTimeSeconds(), 1, TokenId.Random());
        try
        {
            var found = await log.Find(unused, CancellationToken.None).AsTask().WaitAsync(Timeout, time);
            return found.Status != ScanStatus.Unconfirmed;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
