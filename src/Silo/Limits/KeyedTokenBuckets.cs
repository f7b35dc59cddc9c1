using System.Collections.Concurrent;

namespace KiPass.Silo.Limits;

/// <summary>
/// One token bucket per key, on this silo. Full buckets are removed, so memory use depends on the number of active callers.
/// </summary>
internal sealed class KeyedTokenBuckets<TKey>(Rate rate, TimeProvider time)
    where TKey : notnull
{
    /// <summary>Number of keys above which full buckets are removed. If none is full, all are removed.</summary>
    private const int MaxKeys = 100_000;
    private const int KeysBetweenSweeps = 1000;

    private readonly ConcurrentDictionary<TKey, TokenBucket> buckets = new();
    private int added;

    /// <summary>Takes tokens for a key, all or none.</summary>
    /// <returns>Zero if taken, otherwise the time to wait.</returns>
    public TimeSpan Take(TKey key, int tokens = 1)
    {
        var now = Now();
        return Bucket(key, now).Take(tokens, rate, now);
    }

    /// <summary>Returns one token to the bucket.</summary>
    public void GiveBack(TKey key)
    {
        if (buckets.TryGetValue(key, out var bucket))
        {
            bucket.GiveBack(1, rate);
        }
    }

    /// <summary>Returns zero if a token is available, otherwise the time to wait. Takes no token.</summary>
    public TimeSpan Peek(TKey key) => buckets.TryGetValue(key, out var bucket) ? bucket.Peek(rate, Now()) : TimeSpan.Zero;

    private TokenBucket Bucket(TKey key, long now)
    {
        if (buckets.TryGetValue(key, out var bucket))
        {
            return bucket;
        }
        if (Interlocked.Increment(ref added) % KeysBetweenSweeps == 0 && buckets.Count > MaxKeys)
        {
            Sweep(now);
        }
        return buckets.GetOrAdd(key, static _ => new TokenBucket());
    }

    private void Sweep(long now)
    {
        foreach (var (key, bucket) in buckets)
        {
            if (bucket.IsFullAt(now))
            {
                buckets.TryRemove(key, out _);
            }
        }
        if (buckets.Count > MaxKeys)
        {
            buckets.Clear();
        }
    }

    private long Now() => time.GetElapsedTime(0, time.GetTimestamp()).Ticks;
}
