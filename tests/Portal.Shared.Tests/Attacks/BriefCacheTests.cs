using KiPass.Portal.Shared.Register;
using KiPass.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KiPass.Portal.Shared.Tests.Attacks;

public sealed class BriefCacheTests
{
    [Fact, Attack("A stranger loads a public page without end")]
    public async Task Nobody_keeps_the_register_busy_with_a_page_that_anyone_may_open()
    {
        var time = new FakeTimeProvider();
        using var cache = new BriefCache<int>(TimeSpan.FromMinutes(1), time);
        var (asked, answer) = (0, new TaskCompletionSource());

        var views = Enumerable.Range(0, 1000).Select(_ => cache.Get(Read)).ToList();
        answer.SetResult();
        Assert.All(await Task.WhenAll(views), value => Assert.Equal(1, value));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, await cache.Get(Read));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await cache.Get(Read));
        Assert.Equal(2, asked);

        async Task<int> Read()
        {
            asked++;
            await answer.Task;
            return asked;
        }
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        using var cache = new BriefCache<int>(TimeSpan.FromMinutes(1), new FakeTimeProvider());
        await Assert.ThrowsAsync<InvalidOperationException>(() => cache.Get(() => throw new InvalidOperationException()));
        Assert.Equal(7, await cache.Get(() => Task.FromResult(7)));
    }
}
