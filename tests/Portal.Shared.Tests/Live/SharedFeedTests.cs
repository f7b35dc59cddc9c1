using System.Collections.Concurrent;
using KiPass.Contracts.Access;
using KiPass.Portal.Shared.Live;
using KiPass.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KiPass.Portal.Shared.Tests.Live;

/// <summary>All viewers of a process share one call a second, and each sees only what the register lets it see.</summary>
public sealed class SharedFeedTests
{
    private readonly FakeTimeProvider time = new();
    private readonly ConcurrentQueue<string> asked = new();
    private readonly ConcurrentDictionary<string, AnswerStatus> refused = new();
    private volatile string value = "1";

    [Fact]
    public async Task A_hundred_viewers_cost_one_call_a_second_and_see_each_change()
    {
        var feed = Feed();
        var seen = new ConcurrentQueue<string>();
        List<IDisposable> viewers =
        [
            .. Enumerable.Range(0, 100).Select(viewer => feed.Watch("seoul", Viewer($"{viewer}"), _ => seen.Enqueue(""))),
        ];
        for (var second = 1; second <= 100; second++)
        {
            await Calls(second);
            time.Advance(SharedFeed<string, string>.Interval);
        }
        await Calls(101);
        Assert.Equal(100, seen.Count);
        value = "2";
        time.Advance(SharedFeed<string, string>.Interval);
        await Eventually.True(() => seen.Count == 200, "each viewer is told once");

        viewers.ForEach(viewer => viewer.Dispose());
        Assert.Equal(0, feed.Watched);
        time.Advance(SharedFeed<string, string>.Interval);
        time.Advance(SharedFeed<string, string>.Interval);
        Assert.Equal(102, asked.Count);
    }

    [Fact]
    public async Task A_register_that_does_not_answer_is_asked_again()
    {
        var feed = Feed();
        refused["1"] = AnswerStatus.Unavailable;
        var seen = new ConcurrentQueue<string>();
        using var viewer = feed.Watch("seoul", Viewer("1"), seen.Enqueue);
        await Calls(1);
        Assert.Empty(seen);
        refused.Clear();
        time.Advance(SharedFeed<string, string>.Interval);
        await Eventually.True(() => seen.Contains("1"), "the value arrives");
    }

    [Fact, Attack("A stranger opens the page of a facility that somebody else watches")]
    public async Task Nobody_sees_a_value_before_the_register_has_allowed_it()
    {
        var feed = Feed();
        refused["stranger"] = AnswerStatus.NotFound;
        var (own, foreign) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        using var owner = feed.Watch("club", Viewer("owner"), own.Enqueue);
        await Eventually.True(() => own.Count == 1, "the owner sees the value");
        using var stranger = feed.Watch("club", Viewer("stranger"), foreign.Enqueue);
        for (var second = 2; second < 8; second++)
        {
            value = $"{second}";
            time.Advance(SharedFeed<string, string>.Interval);
            await Calls(second);
        }
        Assert.Contains("stranger", asked);
        Assert.Empty(foreign);
    }

    [Fact, Attack("A member who was removed keeps the page open")]
    public async Task Nobody_keeps_watching_after_losing_access()
    {
        var feed = Feed();
        var (own, former) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        using var owner = feed.Watch("club", Viewer("owner"), own.Enqueue);
        using var member = feed.Watch("club", Viewer("member"), former.Enqueue);
        await Calls(1);
        time.Advance(SharedFeed<string, string>.Interval);
        await Eventually.True(() => !former.IsEmpty, "the member sees the value");

        refused["member"] = AnswerStatus.NotFound;
        for (var second = 3; second < 6; second++)
        {
            time.Advance(SharedFeed<string, string>.Interval);
            await Calls(second);
        }
        var known = former.Count;
        value = "later";
        time.Advance(SharedFeed<string, string>.Interval);
        await Eventually.True(() => own.Contains("later"), "the owner sees the change");
        Assert.Equal(known, former.Count);
    }

    private SharedFeed<string, string> Feed() =>
        new(
            (_, caller) =>
            {
                asked.Enqueue(caller.AccountId);
                return Task.FromResult<Answer<string>>(
                    refused.TryGetValue(caller.AccountId, out var status) ? status : (Answer<string>)value
                );
            },
            (one, other) => one == other,
            time
        );

    private static Caller Viewer(string account) => Caller.Account(account);

    private Task Calls(int count) => Eventually.True(() => asked.Count == count, $"the register is asked {count} times");
}
