using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace KiPass.Grains.Visits.Stores;

/// <summary>One append in the queue; pooled, because every scan needs one.</summary>
internal sealed class PendingAppend : IValueTaskSource<Recording>
{
    private const int PoolLimit = 8192;
    private static readonly ConcurrentQueue<PendingAppend> Pool = new();

    // Continuations run on other threads: the writer must not do its callers' work between two batches.
    private ManualResetValueTaskSourceCore<Recording> core = new() { RunContinuationsAsynchronously = true };

    public Visit Visit { get; private set; } = null!;

    /// <summary>Timestamp at which it was queued.</summary>
    public long Since { get; private set; }

    public ValueTask<Recording> Answer => new(this, core.Version);

    public static PendingAppend Rent(Visit visit, long since)
    {
        if (!Pool.TryDequeue(out var pending))
        {
            pending = new PendingAppend();
        }
        pending.Visit = visit;
        pending.Since = since;
        return pending;
    }

    /// <summary>Completes the caller's task; the object must not be used afterwards.</summary>
    public void Complete(Recording answer) => core.SetResult(answer);

    Recording IValueTaskSource<Recording>.GetResult(short token)
    {
        var result = core.GetResult(token);
        core.Reset();
        Visit = null!;
        if (Pool.Count < PoolLimit)
        {
            Pool.Enqueue(this);
        }
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<Recording>.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource<Recording>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => core.OnCompleted(continuation, state, token, flags);
}
