using KiPass.Portal.Shared.Actions;

namespace KiPass.Portal.Shared.Tests.Actions;

public sealed class LatestLoadTests
{
    private readonly List<TaskCompletionSource> loads = [];
    private readonly LatestLoad latest;

    public LatestLoadTests() =>
        latest = new LatestLoad(() =>
        {
            loads.Add(new TaskCompletionSource());
            return loads[^1].Task;
        });

    [Fact]
    public async Task Changes_during_a_load_cause_one_more_load_after_it()
    {
        var first = latest.Run();
        var second = latest.Run();
        var third = latest.Run();
        Assert.Single(loads);

        loads[0].SetResult();
        Assert.Equal(2, loads.Count);
        Assert.False(third.IsCompleted);

        loads[1].SetResult();
        await Task.WhenAll(first, second, third);
        Assert.Equal(2, loads.Count);
    }

    [Fact]
    public async Task A_load_that_ends_at_once_can_run_again()
    {
        var count = 0;
        var immediate = new LatestLoad(() =>
        {
            count++;
            return Task.CompletedTask;
        });
        await immediate.Run();
        await immediate.Run();
        Assert.Equal(2, count);
    }

    [Fact]
    public async Task A_failed_load_reaches_the_caller_and_the_next_change_loads_again()
    {
        var failed = latest.Run();
        loads[0].SetException(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => failed);

        var next = latest.Run();
        loads[1].SetResult();
        await next;
    }
}
