namespace KiPass.Bench.Chaos;

/// <summary>When scans were accepted: the longest time without one, and how soon after a repair the first came.</summary>
internal sealed class AcceptedClock
{
    private readonly Lock guard = new();
    private long last = TimeProvider.System.GetTimestamp();
    private TimeSpan longestGap;
    private TimeSpan recentGap;
    private (long Since, TaskCompletionSource<TimeSpan> First)? waiting;

    public TimeSpan LongestGap
    {
        get
        {
            lock (guard)
            {
                return longestGap;
            }
        }
    }

    /// <summary>The longest time without an accepted scan since the last question.</summary>
    public TimeSpan TakeGap()
    {
        lock (guard)
        {
            var gap = recentGap;
            recentGap = TimeSpan.Zero;
            return gap;
        }
    }

    /// <summary>A scan was accepted now; it was sent at <paramref name="sentAt"/>.</summary>
    public void Accepted(long sentAt)
    {
        lock (guard)
        {
            var now = TimeProvider.System.GetTimestamp();
            var gap = TimeProvider.System.GetElapsedTime(last, now);
            longestGap = gap > longestGap ? gap : longestGap;
            recentGap = gap > recentGap ? gap : recentGap;
            last = now;
            if (waiting is { } w && sentAt >= w.Since)
            {
                w.First.TrySetResult(TimeProvider.System.GetElapsedTime(w.Since, now));
                waiting = null;
            }
        }
    }

    /// <summary>Waits for the first accepted scan that is sent from now on.</summary>
    public Task<TimeSpan> NextAccepted()
    {
        lock (guard)
        {
            var first = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting = (TimeProvider.System.GetTimestamp(), first);
            return first.Task;
        }
    }
}
