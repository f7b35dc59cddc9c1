using KiPass.Grains.Traces;

namespace KiPass.Grains.Tests.Traces;

/// <summary>Calls with a limited degree of parallelism, on the scheduler of the grain that makes them.</summary>
public sealed class BoundedParallelTests
{
    [Fact]
    public async Task Bounded_work_runs_on_the_callers_scheduler_and_keeps_result_order()
    {
        var grain = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var (running, most, elsewhere) = (0, 0, 0);

        var results = await Task
            .Factory.StartNew(
                () =>
                    BoundedParallel.Select(
                        [.. Enumerable.Range(0, 100)],
                        4,
                        async item =>
                        {
                            most = Math.Max(most, ++running);
                            await Task.Yield();
                            elsewhere += TaskScheduler.Current == grain ? 0 : 1;
                            running--;
                            return item * 2;
                        },
                        default
                    ),
                default,
                TaskCreationOptions.None,
                grain
            )
            .Unwrap();

        Assert.Equal(Enumerable.Range(0, 100).Select(item => item * 2), results);
        Assert.Equal(0, elsewhere);
        Assert.Equal(4, most);
    }
}
