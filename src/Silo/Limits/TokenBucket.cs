namespace KiPass.Silo.Limits;

/// <summary>Capacity and refill rate of a token bucket.</summary>
/// <param name="PerSecond">Tokens added per second.</param>
/// <param name="Burst">Tokens in a full bucket.</param>
internal readonly record struct Rate(double PerSecond, int Burst)
{
    public TimeSpan Interval => TimeSpan.FromSeconds(1 / PerSecond);
}

/// <summary>
/// A token bucket stored as one number (generic cell rate algorithm): the instant when it is full again. Lock-free. Instants are ticks of
/// a monotonic clock.
/// </summary>
internal sealed class TokenBucket
{
    private long fullAt;

    /// <summary>Whether the bucket is full and can be removed without loss.</summary>
    public bool IsFullAt(long now) => Volatile.Read(ref fullAt) <= now;

    /// <summary>Takes tokens, all or none.</summary>
    /// <returns>Zero if taken, otherwise the time until there are enough.</returns>
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

    /// <summary>Returns tokens to the bucket.</summary>
    public void GiveBack(int tokens, in Rate rate) => Interlocked.Add(ref fullAt, -tokens * rate.Interval.Ticks);

    /// <summary>Returns zero if a token is available, otherwise the time to wait. Takes no token.</summary>
    public TimeSpan Peek(in Rate rate, long now)
    {
        var wait = Math.Max(Volatile.Read(ref fullAt), now) + rate.Interval.Ticks - now - rate.Burst * rate.Interval.Ticks;
        return wait > 0 ? TimeSpan.FromTicks(wait) : TimeSpan.Zero;
    }
}
