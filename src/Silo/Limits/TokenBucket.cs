namespace KiPass.Silo.Limits;

/// <summary>How much a bucket holds and how fast it fills.</summary>
/// <param name="PerSecond">Steady rate.</param>
/// <param name="Burst">What a full bucket holds.</param>
internal readonly record struct Rate(double PerSecond, int Burst)
{
    public TimeSpan Interval => TimeSpan.FromSeconds(1 / PerSecond);
}

/// <summary>
/// A token bucket in one number (the generic cell rate algorithm): the instant at which it will be full again. Lock-free; instants are ticks of
/// a monotonic clock.
/// </summary>
internal sealed class TokenBucket
{
    private long fullAt;

    /// <summary>Whether the bucket is full: nothing is lost when it is forgotten.</summary>
    public bool IsFullAt(long now) => Volatile.Read(ref fullAt) <= now;

    /// <summary>Takes tokens, all or none.</summary>
    /// <returns>Zero when they were there; else how long to wait until they will be.</returns>
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

    /// <summary>Gives back what was taken for something that did not count after all.</summary>
    public void GiveBack(int tokens, in Rate rate) => Interlocked.Add(ref fullAt, -tokens * rate.Interval.Ticks);

    /// <summary>Whether a token is there, without taking it.</summary>
    public TimeSpan Peek(in Rate rate, long now)
    {
        var wait = Math.Max(Volatile.Read(ref fullAt), now) + rate.Interval.Ticks - now - rate.Burst * rate.Interval.Ticks;
        return wait > 0 ? TimeSpan.FromTicks(wait) : TimeSpan.Zero;
    }
}
