namespace KiPass.Issuer.Sessions;

/// <summary>
/// Limits the passes that a session may fetch: a bucket for one minute that refills evenly (GCRA), without a lock.
/// </summary>
internal sealed class PassAllowance(int perMinute, TimeProvider time)
{
    private readonly double ticksPerPass = (double)TimeSpan.TicksPerMinute / perMinute;

    // When the bucket will be full again, in ticks of the process's monotonic clock.
    private long fullAt = long.MinValue;

    /// <summary>Takes <paramref name="count"/> passes, or takes none and returns how long to wait.</summary>
    public bool TryTake(int count, out TimeSpan retryAfter)
    {
        var now = time.GetElapsedTime(0, time.GetTimestamp()).Ticks;
        while (true)
        {
            var before = Volatile.Read(ref fullAt);
            var after = Math.Max(before, now) + (long)(count * ticksPerPass);
            retryAfter = TimeSpan.FromTicks(after - now - TimeSpan.TicksPerMinute);
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
