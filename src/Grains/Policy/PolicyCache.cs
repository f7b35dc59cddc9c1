using KiPass.Contracts.Policy;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Policy;

/// <summary>
/// The policy in the memory of each silo. A change takes effect everywhere within <see cref="MaxAge"/>. Reading it costs no call while the
/// snapshot is fresh; it is read again in the background shortly before it becomes too old.
/// </summary>
internal sealed class PolicyCache(IGrainFactory grains, TimeProvider time, ILogger<PolicyCache> log)
{
    /// <summary>Maximum age of a snapshot, unless the policy grain does not answer.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // A scanner gives up after 3 s. The policy changes a few times a month, so an old snapshot is better than a refused visitor.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private volatile Cached? current;
    private Task<PolicySnapshot>? refresh;
    private long refreshStarted;

    /// <summary>The policy, at most <see cref="MaxAge"/> old; older only while its grain does not answer.</summary>
    /// <exception cref="Exception">The policy has not been read since the silo started and cannot be read now.</exception>
    public ValueTask<PolicySnapshot> Current()
    {
        if (current is not { } cached)
        {
            return new ValueTask<PolicySnapshot>(Refresh());
        }
        var age = Age(cached);
        if (age < RefreshAfter)
        {
            return ValueTask.FromResult(cached.Snapshot);
        }
        var refreshing = Refresh();
        return age < MaxAge ? ValueTask.FromResult(cached.Snapshot) : Refreshed(refreshing, cached.Snapshot);
    }

    // If the clock was set back, the snapshot counts as too old.
    private TimeSpan Age(Cached cached) => time.GetUtcNow() - cached.ReadAt is var age && age >= TimeSpan.Zero ? age : MaxAge;

    private async ValueTask<PolicySnapshot> Refreshed(Task<PolicySnapshot> refreshing, PolicySnapshot old)
    {
        // Measured in real time, even when tests move the register's clock. Later callers do not wait for a read that is already late.
        var left = MaxWait - TimeProvider.System.GetElapsedTime(Interlocked.Read(ref refreshStarted));
        if (!refreshing.IsCompleted && left > TimeSpan.Zero)
        {
            await Task.WhenAny(refreshing, Task.Delay(left, TimeProvider.System));
        }
        return refreshing.IsCompletedSuccessfully ? await refreshing : current?.Snapshot ?? old;
    }

    // One read at a time serves all callers.
    private Task<PolicySnapshot> Refresh()
    {
        lock (gate)
        {
            if (refresh is null || (refresh.IsCompleted && !IsFresh(refresh) && !HasJustFailed(refresh)))
            {
                Interlocked.Exchange(ref refreshStarted, TimeProvider.System.GetTimestamp());
                // Outside the scheduler of a calling grain, on which all other callers would depend.
                refresh = Task.Run(Read);
            }
            return refresh;
        }
    }

    // Another caller may have refreshed the snapshot in the meantime.
    private bool IsFresh(Task<PolicySnapshot> read) => read.IsCompletedSuccessfully && current is { } cached && Age(cached) < RefreshAfter;

    private bool HasJustFailed(Task<PolicySnapshot> read) =>
        // Reading the property marks the exception as observed.
        (read.Exception is not null || read.IsCanceled)
        && current is not null
        && TimeProvider.System.GetElapsedTime(Interlocked.Read(ref refreshStarted)) < RetryAfter;

    private async Task<PolicySnapshot> Read()
    {
        var readAt = time.GetUtcNow();
        try
        {
            var history = await grains.GetGrain<IPolicyReader>(IPolicyGrain.Key).Entries();
            var snapshot = current is { } held && held.Snapshot.IsOf(history) ? held.Snapshot : PolicySnapshot.Of(history);
            current = new Cached(snapshot, readAt);
            return snapshot;
        }
        catch (Exception e)
        {
            log.LogWarning("The policy could not be read: {Error}.", e.GetType().Name);
            throw;
        }
    }

    private sealed record Cached(PolicySnapshot Snapshot, DateTimeOffset ReadAt);
}
