using System.Reflection;
using KiPass.Contracts.Policy;
using KiPass.Grains.Policy;
using KiPass.Testing;
using KiPass.Tokens;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KiPass.Grains.Tests.Policy;

/// <summary>The policy in a silo's memory: how old it may be, and what happens while its grain does not answer.</summary>
public sealed class PolicyCacheTests
{
    private static readonly DateTimeOffset Noon = new(2020, 6, 12, 3, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Noon);
    private readonly FakePolicy policy = new();
    private readonly PolicyCache cache;

    public PolicyCacheTests() => cache = new PolicyCache(Factory.Of(policy), time, NullLogger<PolicyCache>.Instance);

    [Fact]
    public async Task A_policy_change_is_visible_within_five_seconds()
    {
        Assert.False((await cache.Current()).CollectionEndedAt(Noon));
        time.Advance(TimeSpan.FromSeconds(1));
        policy.ChangeLevel(CrisisLevel.Caution, Noon);

        time.Advance(TimeSpan.FromSeconds(4));

        Assert.True((await cache.Current()).CollectionEndedAt(time.GetUtcNow()));
    }

    [Fact]
    public async Task A_fresh_policy_is_returned_without_a_grain_call()
    {
        for (var i = 0; i < 30; i++)
        {
            await cache.Current();
            time.Advance(TimeSpan.FromMilliseconds(90));
        }
        Assert.Equal(1, policy.Reads);
    }

    [Fact]
    public async Task A_policy_in_use_is_refreshed_before_it_expires()
    {
        await cache.Current();
        time.Advance(TimeSpan.FromSeconds(4));
        policy.ChangeLevel(CrisisLevel.Caution, Noon);

        await Eventually.True(() => IsAnsweredAtOnce(cache.Current().AsTask(), CrisisLevel.Caution), "the policy is read again");

        Assert.Equal(2, policy.Reads);
    }

    [Fact]
    public async Task Callers_at_the_same_time_share_one_read()
    {
        var held = policy.Hold();
        var callers = Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await cache.Current())).ToList();
        await Eventually.True(() => policy.Reads > 0, "the policy is read");
        held.SetResult();

        var known = await Task.WhenAll(callers);

        Assert.Equal(1, policy.Reads);
        Assert.Single(known.Distinct());
    }

    [Fact]
    public async Task The_last_known_policy_is_used_when_a_refresh_fails()
    {
        policy.Fails = true;
        await Assert.ThrowsAsync<TimeoutException>(async () => await cache.Current());

        policy.Fails = false;
        var known = await cache.Current();
        policy.Fails = true;
        time.Advance(TimeSpan.FromHours(1));
        Assert.Same(known, await cache.Current());
    }

    [Fact]
    public async Task An_unresponsive_policy_grain_delays_callers_only_briefly()
    {
        var known = await cache.Current();
        policy.Hold();
        time.Advance(TimeSpan.FromHours(1));

        Assert.Same(known, await cache.Current().AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
        await Eventually.True(() => IsAnsweredAtOnce(cache.Current().AsTask(), CrisisLevel.Serious), "later callers do not wait at all");
    }

    [Fact]
    public async Task Setting_the_clock_back_does_not_keep_an_expired_policy()
    {
        await cache.Current();
        policy.ChangeLevel(CrisisLevel.Caution, Noon.AddDays(-1));
        var earlier = new FakeTimeProvider(Noon) { AutoAdvanceAmount = TimeSpan.Zero };
        earlier.AdjustTime(Noon.AddHours(-1));
        time.AdjustTime(Noon.AddHours(-1));

        Assert.True((await cache.Current()).CollectionEndedAt(earlier.GetUtcNow()));
    }

    private bool IsAnsweredAtOnce(Task<PolicySnapshot> answer, CrisisLevel level) =>
        answer.IsCompletedSuccessfully && answer.Result.LevelAt(time.GetUtcNow()) == level;

    private sealed class FakePolicy : IPolicyReader
    {
        private PolicyHistory history = PolicyItems.Beginning;
        private TaskCompletionSource? hold;
        private int reads;

        public bool Fails { get; set; }

        public int Reads => Volatile.Read(ref reads);

        public async ValueTask<PolicyHistory> Entries()
        {
            Interlocked.Increment(ref reads);
            if (hold is { } held)
            {
                await held.Task;
            }
            return Fails ? throw new TimeoutException() : history;
        }

        public TaskCompletionSource Hold() => hold = new TaskCompletionSource();

        public void ChangeLevel(CrisisLevel level, DateTimeOffset at) =>
            history = history with
            {
                Levels = history.Levels.Add(new LevelEntry(new LevelChange(level, KoreanDay.Of(at), "test"), "a", at)),
            };
    }

    /// <summary>A grain factory whose only grain is the policy.</summary>
    public class Factory : DispatchProxy
    {
        private IPolicyReader? policy;

        internal static IGrainFactory Of(IPolicyReader policy)
        {
            var proxy = Create<IGrainFactory, Factory>();
            ((Factory)(object)proxy).policy = policy;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => policy;
    }
}
