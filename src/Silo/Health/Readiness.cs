using KiPass.Grains.Database;
using KiPass.Grains.Retention;
using KiPass.Grains.Visits;
using KiPass.Tokens.Passes;

namespace KiPass.Silo.Health;

/// <summary>Determines whether this silo can accept scans. Queries the database at most once a second.</summary>
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

    /// <summary>Returns null if ready, otherwise the reason.</summary>
    public async Task<string?> WhyNot(CancellationToken cancellationToken) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "stopping"
        : !lifetime.ApplicationStarted.IsCancellationRequested ? "starting"
        : !await DatabaseAnswers(cancellationToken) ? "visit-log-silent"
        : clock.IsRight ? null
        : MachineClock.Differs;

    /// <summary>Whether overdue visits are still stored; false if the database is unavailable.</summary>
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

    // Looks up a nonexistent token: the same query, with the same rights, as for a repeated scan.
    private async Task<bool> Ask()
    {
        var unused = new TokenKey(time.GetUtcNow().ToUnixTimeSeconds(), 1, new TokenId(Guid.NewGuid()));
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
