using CsCheck;
using KiPass.Silo.Limits;
using Microsoft.Extensions.Time.Testing;

namespace KiPass.Silo.Tests.Limits;

public sealed class TokenBucketTests
{
    private static readonly Rate Rate = new(PerSecond: 50, Burst: 500);

    [Fact]
    public void A_full_bucket_allows_its_burst_and_then_its_refill_rate()
    {
        var time = new FakeTimeProvider();
        var buckets = new KeyedTokenBuckets<int>(Rate, time);
        Assert.Equal(TimeSpan.Zero, buckets.Take(1, 500));
        Assert.Equal(TimeSpan.FromMilliseconds(20), buckets.Take(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, buckets.Take(1, 50));
        Assert.NotEqual(TimeSpan.Zero, buckets.Take(1));
        Assert.Equal(TimeSpan.Zero, buckets.Take(2));
    }

    [Fact]
    public void Takes_tokens_all_or_nothing_and_refunds_uncounted_tokens()
    {
        var time = new FakeTimeProvider();
        var buckets = new KeyedTokenBuckets<int>(Rate, time);
        buckets.Take(1, 400);
        Assert.NotEqual(TimeSpan.Zero, buckets.Take(1, 101));
        Assert.Equal(TimeSpan.Zero, buckets.Take(1, 100));
        Assert.NotEqual(TimeSpan.Zero, buckets.Peek(1));
        buckets.GiveBack(1);
        Assert.Equal(TimeSpan.Zero, buckets.Peek(1));
        Assert.Equal(TimeSpan.Zero, buckets.Take(1));
    }

    [Fact]
    public void No_time_window_grants_more_tokens_than_burst_and_rate_allow() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[0, 3000])
            .Array[1, 60]
            .Sample(requests =>
            {
                var bucket = new TokenBucket();
                long now = 0,
                    taken = 0;
                foreach (var (tokens, milliseconds) in requests)
                {
                    now += TimeSpan.FromMilliseconds(milliseconds).Ticks;
                    var wait = bucket.Take(tokens, Rate, now);
                    if (wait > TimeSpan.Zero)
                    {
                        now += wait.Ticks;
                        Assert.Equal(TimeSpan.Zero, bucket.Take(tokens, Rate, now));
                    }
                    taken += tokens;
                    Assert.True(taken <= Rate.Burst + TimeSpan.FromTicks(now).TotalSeconds * Rate.PerSecond + 0.001);
                }
            });

    [Fact]
    public void Concurrent_callers_never_exceed_the_burst()
    {
        var bucket = new TokenBucket();
        var granted = 0;
        Parallel.For(
            0,
            4000,
            _ =>
            {
                if (bucket.Take(1, Rate, now: 0) == TimeSpan.Zero)
                {
                    Interlocked.Increment(ref granted);
                }
            }
        );
        Assert.Equal(500, granted);
    }
}
