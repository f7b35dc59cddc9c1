using KiPass.Bench.Load;
using KiPass.Bench.Running;
using KiPass.Testing;

namespace KiPass.Bench.Scan;

/// <summary>
/// Measures one scan a request through the register and through baselines, in the same run: PostgreSQL with fsync on, server, database and
/// load on one machine, 64 connections, codes made as the run goes. All paths run at once and are loaded in turn, since a machine's speed
/// drifts more than they differ.
/// </summary>
internal sealed class ScanBench(TimeSpan warmUp, TimeSpan duration, Action<string> say)
{
    private const int Pairs = 5;

    private double loadCpuMicros;
    private double mintCpuMicros;

    public async Task<ScanFigures> Run(bool sqlite, int silos)
    {
        var httpOnly = await Once(ScanPath.Baseline("http-only"));
        await using var kipass = await ScanPath.Kipass(silos: silos);
        await using var plain = await ScanPath.Baseline("plain");
        await using var grainState = await ScanPath.Baseline("grain-state");
        await using var noGrains = await ScanPath.Baseline("no-grains");
        var runs = await InTurn([kipass, plain, grainState, noGrains]);
        var (full, fullNoGrains) = (Median(runs[0]), Median(runs[3]));
        var at70 = await At70Percent(kipass, full);
        var noGrainsAt70 = await At70Percent(noGrains, fullNoGrains);
        var pairs = new ScanPairs(PairedRatio.Of(runs[0], runs[1]), PairedRatio.Of(runs[0], runs[2]), PairedRatio.Of(runs[0], runs[3]));
        var onSqlite = sqlite ? await Once(ScanPath.Kipass(sqlite: true)) : null;
        return new ScanFigures(
            full,
            Median(runs[1]),
            Median(runs[2]),
            fullNoGrains,
            httpOnly,
            onSqlite,
            at70,
            noGrainsAt70,
            pairs,
            Math.Round(loadCpuMicros, 1),
            Math.Round(mintCpuMicros, 1),
            silos,
            silos > 1 ? await OneBesideMany(silos) : null
        );
    }

    /// <summary>One path, for a closer look.</summary>
    public async Task Only(string name, bool sqlite, int silos)
    {
        await using var path = await (name == "kipass" ? ScanPath.Kipass(sqlite, silos) : ScanPath.Baseline(name));
        await WarmUp(path, pauseMs: 0);
        var full = await Measure(path);
        if (name == "kipass" && !sqlite)
        {
            await At70Percent(path, full);
        }
    }

    /// <summary>A register of one silo and one of several. The pair whose ratio of CPU is the median.</summary>
    private async Task<OneBesideMany> OneBesideMany(int silos)
    {
        await using var one = await ScanPath.Kipass();
        await using var many = await ScanPath.Kipass(silos: silos);
        var runs = await InTurn([one, many]);
        return runs[0]
            .Zip(runs[1], (alone, together) => new OneBesideMany(alone, together))
            .OrderBy(pair => pair.CpuRatio)
            .ElementAt(Pairs / 2);
    }

    /// <summary>Two registers, one with a full day's partition; measured in turn, since a machine's speed drifts more than the difference.</summary>
    public async Task<FullDayFigures> FullAndEmptyDay(long rows)
    {
        await using var full = await ScanPath.Kipass();
        await StoredVisits.Fill(full.Register!, rows, say);
        await using var empty = await ScanPath.Kipass();
        var runs = await InTurn([full, empty]);
        var median = runs[0].Zip(runs[1]).OrderBy(pair => pair.First.PerSecond / pair.Second.PerSecond).ElementAt(Pairs / 2);
        return new FullDayFigures(rows, median.First, median.Second, Math.Round(median.First.PerSecond / median.Second.PerSecond, 2));
    }

    // The order alternates, so that a machine which slows down during a round favours nobody.
    private async Task<IReadOnlyList<PathFigures>[]> InTurn(IReadOnlyList<ScanPath> paths)
    {
        foreach (var path in paths)
        {
            await WarmUp(path, pauseMs: 0);
        }
        var runs = paths.ToDictionary(path => path, _ => new List<PathFigures>());
        for (var pair = 0; pair < Pairs; pair++)
        {
            foreach (var path in pair % 2 == 0 ? paths : paths.Reverse())
            {
                runs[path].Add(await Measure(path));
            }
        }
        return [.. paths.Select(path => runs[path])];
    }

    private async Task<PathFigures> Once(Task<ScanPath> starting)
    {
        await using var path = await starting;
        await WarmUp(path, pauseMs: 0);
        return await Measure(path);
    }

    private async Task<PathFigures> At70Percent(ScanPath path, PathFigures full)
    {
        // With N connections each answer and pause take N / rate together.
        var pause = Math.Max(1, Wrk.Connections * 1000 / (0.7 * full.PerSecond) - full.P50Ms / 2);
        await WarmUp(path, pause);
        return await Measure(path, pause);
    }

    private static PathFigures Median(IReadOnlyList<PathFigures> runs) => runs.OrderBy(run => run.PerSecond).ElementAt(runs.Count / 2);

    private async Task<PathFigures> Measure(ScanPath path, double pauseMs = 0)
    {
        var (servers, postgres) = (path.Servers, path.Postgres);
        var name = pauseMs > 0 ? $"{path.Name} at 70 %" : path.Name;
        Uri[] urls = [.. servers.Select(server => server.Url)];
        double Cpu() =>
            servers.Sum(server => ProcessCost.CpuSeconds(server.ProcessId))
            + (postgres is null ? 0 : ProcessCost.CpuSeconds(postgres.ProcessId));
        double[] Memory() => [.. servers.Select(server => ProcessCost.ResidentMiB(server.ProcessId))];
        var before = Cpu();
        var ownBefore = Environment.CpuUsage.TotalTime;
        var load = Wrk.Run(path.Scans, urls, duration, pauseMs);
        await load.HasSettled(duration);
        var early = Memory();
        var result = await load;
        var micros = (Cpu() - before) * 1e6 / result.Requests;
        if (path.Register is not null && postgres is not null && pauseMs == 0)
        {
            loadCpuMicros = result.CpuMicros;
            mintCpuMicros = (Environment.CpuUsage.TotalTime - ownBefore).TotalMicroseconds / result.Requests;
            say($"{"", -30} load {loadCpuMicros:0.0} µs, minting {mintCpuMicros:0.0} µs a request");
        }
        var figures = new PathFigures(
            Math.Round(result.PerSecond),
            Math.Round(result.P50Ms, 2),
            Math.Round(result.P99Ms, 2),
            Math.Round(micros, 1),
            Math.Round(servers.Max(server => ProcessCost.PeakMiB(server.ProcessId))),
            Math.Round(Memory().Zip(early, (end, first) => end / first).Max(), 2)
        );
        say(
            $"{name, -30} {figures.PerSecond, 8:N0}/s  p50 {figures.P50Ms, 6:0.0} ms  p99 {figures.P99Ms, 6:0.0} ms  {figures.CpuMicros, 6:0} µs CPU"
                + $"  {figures.PeakMiB, 5:0} MiB  end/10 s {figures.EndOverTenSeconds:0.00}"
        );
        if (result.Refused + result.Broken > result.Requests / 1000)
        {
            throw new InvalidOperationException(
                $"{name}: {result.Refused} refused and {result.Broken} broken of {result.Requests}.\n{servers[0].Tail}"
            );
        }
        return figures;
    }

    // A process that has just started compiles what is called often, at the cost of a few hundred thousand scans: with several silos on the
    // same cores that would be most of what is measured.
    private async Task WarmUp(ScanPath path, double pauseMs)
    {
        const double SettledShareOfACore = 0.03;
        const int MostTimesAsLong = 6;
        Uri[] urls = [.. path.Servers.Select(server => server.Url)];
        double Compiling() => path.Servers.Sum(server => ProcessCost.ThreadSeconds(server.ProcessId, ".NET Tiered Compilation Worker"));
        for (var spent = TimeSpan.Zero; spent < MostTimesAsLong * duration; spent += warmUp)
        {
            var before = Compiling();
            await Wrk.Run(path.Scans, urls, warmUp, pauseMs);
            if (Compiling() - before < SettledShareOfACore * warmUp.TotalSeconds)
            {
                return;
            }
        }
    }
}
