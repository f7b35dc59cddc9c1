namespace KiPass.Silo.Limits;

/// <summary>The size of a bucket and how fast it fills.</summary>
/// <param name="PerSecond">Steady rate.</param>
/// <param name="Burst">Tokens in a full bucket.</param>
internal readonly record struct Rate(double PerSecond, int Burst)
{
    public TimeSpan Interval => TimeSpan.FromSeconds(1 / PerSecond);
}

/// <summary>
/// A token bucket as one number (the generic cell rate algorithm): the instant at which it will be full again. Lock-free; instants are ticks of
/// a monotonic clock.
/// </summary>
internal sealed class TokenBucket
{
    private long fullAt;

    /// <summary>Whether the bucket is full, so that nothing is lost when it is removed.</summary>
    public bool IsFullAt(long now) => Volatile.Read(ref fullAt) <= now;

    /// <summary>Takes tokens, all or none.</summary>
    /// <returns>Zero, or how long to wait until there are enough.</returns>
    public TimeSpan Take(int tokens, in Rate rate, long now)
    {
        while (true)
        {
            var seen = Volatile.Read(ref fullAt);
            var next = Math.Max(seen, now) + tokens * rate.Interval.Ticks;
            var wait = next - now - rate.Burst * rate.Interval.Ticks;
            if (wait > 0)
            {
                return TimeSpan.FromTicks(wait);
            }
            if (Interlocked.CompareExchange(ref fullAt, next, seen) == seen)
            {
                return TimeSpan.Zero;
            }
        }
    }

    /// <summary>Returns tokens that should not have been counted.</summary>
    public void GiveBack(int tokens, in Rate rate) => Interlocked.Add(ref fullAt, -tokens * rate.Interval.Ticks);

    /// <summary>Zero when there is a token, or how long to wait; takes none.</summary>
    public TimeSpan Peek(in Rate rate, long now)
    {
        var wait = Math.Max(Volatile.Read(ref fullAt), now) + rate.Interval.Ticks - now - rate.Burst * rate.Interval.Ticks;
        return wait > 0 ? TimeSpan.FromTicks(wait) : TimeSpan.Zero;
    }
}
