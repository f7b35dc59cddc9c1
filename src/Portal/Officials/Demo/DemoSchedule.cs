using KiPass.Hosting.Demo;

namespace KiPass.Portal.Officials.Demo;

/// <summary>What officials of a demonstration did in the past, in the order in which it happened.</summary>
internal sealed class DemoSchedule(DemoClock clock)
{
    private readonly List<(DateTimeOffset At, Func<Task> Step)> steps = [];

    public void Add(DateTimeOffset at, Func<Task> step) => steps.Add((at, step));

    /// <summary>Runs all steps, each with the clock set to its time.</summary>
    public async Task Run()
    {
        foreach (var (at, step) in steps.OrderBy(step => step.At))
        {
            clock.Set(at);
            await step();
        }
        clock.Reset();
    }
}
