namespace KiPass.Issuer.Sessions;

/// <summary>
/// Limits what a session may fetch: a bucket for one period that refills evenly (GCRA), without a lock.
/// </summary>
/// <param name="most">Items in a period, and at once.</param>
/// <param name="period">In which an empty bucket becomes full.</param>
/// <param name="time">The clock.</param>
internal sealed class Allowance(int most, TimeSpan period, TimeProvider time)
{
    private readonly double ticksPerItem = (double)period.Ticks / most;

    // When the bucket will be full again, in ticks of the process's monotonic clock.
    private long fullAt = long.MinValue;

    /// <summary>Whether nothing was taken, or all of it has refilled.</summary>
    public bool IsFull => Volatile.Read(ref fullAt) <= Now;

    private long Now => time.GetElapsedTime(0, time.GetTimestamp()).Ticks;

    /// <summary>Takes <paramref name="count"/> items, or takes none and returns how long to wait.</summary>
    public bool TryTake(int count, out TimeSpan retryAfter)
    {
        var now = Now;
        while (true)
        {
            var before = Volatile.Read(ref fullAt);
            var after = Math.Max(before, now) + (long)(count * ticksPerItem);
            retryAfter = TimeSpan.FromTicks(after - now - period.Ticks);
            if (retryAfter > TimeSpan.Zero)
            {
                return false;
            }
            if (Interlocked.CompareExchange(ref fullAt, after, before) == before)
            {
                return true;
            }
        }
    }
}
