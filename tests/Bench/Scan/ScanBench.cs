using System.Security.Cryptography;
using KiPass.Bench.Load;
using KiPass.Bench.Running;
using KiPass.Testing;

namespace KiPass.Bench.Scan;

/// <summary>
/// Measures one scan a request through the register and through baselines, in the same run: PostgreSQL with fsync on, server, database and
/// load on one machine, 64 connections, passes minted as the run goes.
/// </summary>
internal sealed class ScanBench(TimeSpan warmUp, TimeSpan duration, Action<string> say)
{
    // Each device may scan 50 times a second: enough of them that the limit is not what is measured.
    private const int Devices = 720;

    private double loadCpuMicros;
    private double mintCpuMicros;

    public async Task<ScanFigures> Run(bool sqlite, int silos)
    {
        var httpOnly = await Baseline("http-only");
        var plain = await Baseline("plain");
        var grainState = await Baseline("grain-state");
        var noGrains = await Baseline("no-grains");
        var one = silos > 1 ? await Pairs(silos) : null;
        var (kipass, at70) = one is null ? await Kipass(sqlite: false) : (one.Many, one.ManyAt70Percent);
        var onSqlite = sqlite ? (await Kipass(sqlite: true)).Full : null;
        return new ScanFigures(
            kipass,
            plain,
            grainState,
            noGrains,
            httpOnly,
            onSqlite,
            at70!,
            Math.Round(loadCpuMicros, 1),
            Math.Round(mintCpuMicros, 1),
            silos,
            one?.One
        );
    }

    /// <summary>One path, for a closer look.</summary>
    public Task Only(string path, bool sqlite, int silos) => path == "kipass" ? Kipass(sqlite, silos) : Baseline(path);

    /// <summary>
    /// A register of one silo and one of several, measured in turn, since a machine's speed drifts. Of three pairs the one whose ratio of CPU
    /// is the median.
    /// </summary>
    public async Task<OneBesideMany> Pairs(int silos)
    {
        const int Times = 3;
        var pairs = new List<OneBesideMany>();
        for (var i = 0; i < Times; i++)
        {
            var one = (await Kipass(sqlite: false, at70: false)).Full;
            var (many, at70) = await Kipass(sqlite: false, silos);
            pairs.Add(new OneBesideMany(one, many, at70!));
            say($"{silos} silos cost {pairs[^1].CpuRatio:0.00} × the CPU of one, a scan");
        }
        return pairs.OrderBy(pair => pair.CpuRatio).ElementAt(Times / 2);
    }

    /// <summary>The register alone.</summary>
    public async Task<(PathFigures Full, PathFigures? At70Percent)> Kipass(bool sqlite, int silos = 1, bool at70 = true)
    {
        await using var postgres = sqlite ? null : await PostgresServer.StartAsync();
        await using var register = await BenchRegister.Start(postgres, Devices, silos);
        var name =
            sqlite ? "kipass, SQLite"
            : silos > 1 ? $"kipass, {silos} silos"
            : "kipass";
        var scans = MintedScans.For(register);
        var full = await Measure(name, scans, register.Silos, postgres, pauseMs: 0);
        if (sqlite || !at70)
        {
            return (full, null);
        }
        // With N connections each answer and pause take N / rate together.
        var pause = Wrk.Connections * 1000 / (0.7 * full.PerSecond) - full.P50Ms / 2;
        return (full, await Measure($"{name} at 70 %", scans, register.Silos, postgres, Math.Max(1, pause)));
    }

    /// <summary>Two registers, one with a full day's partition; measured in turn, since a machine's speed drifts more than the difference.</summary>
    public async Task<FullDayFigures> FullAndEmptyDay(long rows)
    {
        const int Pairs = 5;
        await using var fullPostgres = await PostgresServer.StartAsync();
        await using var full = await BenchRegister.Start(fullPostgres, Devices);
        await StoredVisits.Fill(full, rows, say);
        await using var emptyPostgres = await PostgresServer.StartAsync();
        await using var empty = await BenchRegister.Start(emptyPostgres, Devices);
        var pairs = new List<(PathFigures Full, PathFigures Empty)>();
        for (var i = 0; i < Pairs; i++)
        {
            pairs.Add((await Measure($"{rows:N0} visits held", full), await Measure("empty", empty)));
        }
        var median = pairs.OrderBy(p => p.Full.PerSecond / p.Empty.PerSecond).ElementAt(Pairs / 2);
        return new FullDayFigures(rows, median.Full, median.Empty, Math.Round(median.Full.PerSecond / median.Empty.PerSecond, 2));
    }

    private Task<PathFigures> Measure(string name, BenchRegister register) =>
        Measure(name, MintedScans.For(register), register.Silos, register.Postgres, pauseMs: 0);

    private async Task<PathFigures> Baseline(string path)
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var register = await BenchRegister.WithoutSilo(postgres);
        using var folder = new TemporaryFolder();
        string[] tokens = [.. Enumerable.Range(0, Devices).Select(_ => "kd_" + Convert.ToHexString(RandomNumberGenerator.GetBytes(43)))];
        await File.WriteAllLinesAsync(folder["tokens"], tokens);
        await using var server = await Server.Start(
            Programs.Bench,
            ["baseline", path, "--data", register.Data, "--tokens", folder["tokens"]],
            new Uri($"http://127.0.0.1:{FreePorts.Next()}")
        );
        var scans = new MintedScans(register.IssuerKeys, BenchRegister.Issuer, tokens);
        return await Measure(path, [scans], [server], postgres, pauseMs: 0);
    }

    private async Task<PathFigures> Measure(
        string name,
        IReadOnlyList<MintedScans> scans,
        IReadOnlyList<Server> servers,
        PostgresServer? postgres,
        double pauseMs
    )
    {
        Uri[] urls = [.. servers.Select(server => server.Url)];
        await WarmUp(scans, servers, urls, pauseMs);
        double Cpu() =>
            servers.Sum(server => ProcessCost.CpuSeconds(server.ProcessId))
            + (postgres is null ? 0 : ProcessCost.CpuSeconds(postgres.ProcessId));
        double[] Memory() => [.. servers.Select(server => ProcessCost.ResidentMiB(server.ProcessId))];
        var before = Cpu();
        var ownBefore = Environment.CpuUsage.TotalTime;
        var load = Wrk.Run(scans, urls, duration, pauseMs);
        await load.HasSettled(duration);
        var early = Memory();
        var result = await load;
        var micros = (Cpu() - before) * 1e6 / result.Requests;
        if (name == "kipass")
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
    private async Task WarmUp(IReadOnlyList<MintedScans> scans, IReadOnlyList<Server> servers, IReadOnlyList<Uri> urls, double pauseMs)
    {
        const double SettledShareOfACore = 0.03;
        const int MostTimesAsLong = 6;
        double Compiling() => servers.Sum(server => ProcessCost.ThreadSeconds(server.ProcessId, ".NET Tiered Compilation Worker"));
        for (var spent = TimeSpan.Zero; spent < MostTimesAsLong * duration; spent += warmUp)
        {
            var before = Compiling();
            await Wrk.Run(scans, urls, warmUp, pauseMs);
            if (Compiling() - before < SettledShareOfACore * warmUp.TotalSeconds)
            {
                return;
            }
        }
    }
}
