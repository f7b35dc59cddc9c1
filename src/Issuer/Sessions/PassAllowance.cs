namespace KiPass.Issuer.Sessions;

/// <summary>
/// How many passes a session may still fetch: a bucket that holds a minute's worth and fills evenly (GCRA), without a lock.
/// </summary>
internal sealed class PassAllowance(int perMinute, TimeProvider time)
{
    private readonly double ticksPerPass = (double)TimeSpan.TicksPerMinute / perMinute;

    // When the bucket is full again, in ticks since the process's clock began.
    private long fullAt = long.MinValue;

    /// <summary>Takes <paramref name="count"/> passes, or none and says how long to wait.</summary>
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
