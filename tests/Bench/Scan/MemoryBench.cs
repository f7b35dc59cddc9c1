using KiPass.Bench.Load;
using KiPass.Bench.Running;
using KiPass.Testing;

namespace KiPass.Bench.Scan;

/// <summary>A silo's memory under steady full load for minutes: what grows without end shows only then.</summary>
internal sealed class MemoryBench(TimeSpan duration, int silos, Action<string> say)
{
    private const int Devices = 720;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    // A sample may fall before or after a collection: each figure is the median of this long.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    public async Task<MemoryFigures> Run()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var register = await BenchRegister.Start(postgres, Devices, silos);
        var samples = new List<(TimeSpan At, double[] MiB)>();
        var begun = TimeProvider.System.GetTimestamp();
        var load = Wrk.Run(MintedScans.For(register), [.. register.Silos.Select(silo => silo.Url)], duration);
        using var timer = new PeriodicTimer(Between);
        while (!load.IsCompleted && await timer.WaitForNextTickAsync())
        {
            samples.Add((TimeProvider.System.GetElapsedTime(begun), [.. register.Silos.Select(s => ProcessCost.ResidentMiB(s.ProcessId))]));
        }
        var result = await load;
        if (result.Refused + result.Broken > result.Requests / 1000)
        {
            throw new InvalidOperationException($"{result.Refused} refused and {result.Broken} broken of {result.Requests}.");
        }
        var window = Window < duration / 10 ? Window : duration / 10;
        double[] Around(TimeSpan at) =>
            [
                .. Enumerable
                    .Range(0, silos)
                    .Select(silo => Median(samples.Where(s => (s.At - at).Duration() <= window / 2).Select(s => s.MiB[silo]))),
            ];
        var early = Around(duration / 5 < TimeSpan.FromMinutes(2) ? duration / 5 : TimeSpan.FromMinutes(2));
        var end = Around(duration - window / 2);
        var byMinute = Enumerable.Range(1, Math.Max(1, (int)duration.TotalMinutes)).Select(m => Math.Round(Around(Minute(m)).Max()));
        var figures = new MemoryFigures(
            Math.Round(duration.TotalMinutes, 2),
            silos,
            Math.Round(result.PerSecond),
            Math.Round(early.Max(), 1),
            Math.Round(end.Max(), 1),
            Math.Round(end.Zip(early, (last, first) => last / first).Max(), 3),
            [.. byMinute]
        );
        say(
            $"{figures.Minutes} minutes at {figures.PerSecond:N0} scans/s, {silos} silos: {figures.AtTwoMinutesMiB} MiB after two minutes, "
                + $"{figures.AtEndMiB} MiB at the end, ratio {figures.EndOverTwoMinutes:0.00}; by minute {string.Join(' ', figures.MiBByMinute)}"
        );
        return figures;

        TimeSpan Minute(int number) =>
            TimeSpan.FromMinutes(number) < duration - window / 2 ? TimeSpan.FromMinutes(number) : duration - window / 2;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[sorted.Count / 2];
    }
}
