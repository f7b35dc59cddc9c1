using System.Diagnostics;
using System.Globalization;
using KiPass.Bench.Running;
using KiPass.Testing;

namespace KiPass.Bench.Load;

/// <summary>What a run of the load generator saw.</summary>
/// <param name="Refused">Answers of 400 and above.</param>
/// <param name="Broken">Connections refused, reset or timed out.</param>
internal sealed record LoadFigures(
    long Requests,
    double Seconds,
    double P50Ms,
    double P99Ms,
    double MaxMs,
    long Refused,
    long Broken,
    double CpuMicros
)
{
    public double PerSecond => (Requests - Refused) / Seconds;
}

/// <summary>wrk (Debian) with a script.</summary>
[Needs("wrk")]
internal static class Wrk
{
    public const int Connections = 64;

    /// <summary>One load on several servers at once: the connections are spread over them, each has scans of its own.</summary>
    /// <param name="pauseMs">Mean pause of each connection between answer and next request, for a load below the limit.</param>
    /// <returns>All together; the median is the mean of the servers' weighted by requests, the 99th percentile the worst server's.</returns>
    public static async Task<LoadFigures> Run(
        IReadOnlyList<MintedScans> scans,
        IReadOnlyList<Uri> urls,
        TimeSpan duration,
        double pauseMs = 0
    )
    {
        var before = ProcessCost.ReapedCpuSeconds();
        var runs = await Task.WhenAll(urls.Select((url, i) => Run(scans[i], url, duration, pauseMs, Connections / urls.Count)));
        var requests = runs.Sum(run => run.Requests);
        return new LoadFigures(
            requests,
            runs.Max(run => run.Seconds),
            runs.Sum(run => run.P50Ms * run.Requests) / Math.Max(1, requests),
            runs.Max(run => run.P99Ms),
            runs.Max(run => run.MaxMs),
            runs.Sum(run => run.Refused),
            runs.Sum(run => run.Broken),
            (ProcessCost.ReapedCpuSeconds() - before) * 1e6 / Math.Max(1, requests)
        );
    }

    private static async Task<LoadFigures> Run(MintedScans scans, Uri url, TimeSpan duration, double pauseMs, int connections)
    {
        using var feed = new Feed(scans);
        var environment = new Dictionary<string, string?>
        {
            ["KIPASS_FEED"] = feed.Path,
            ["KIPASS_REQUEST_BYTES"] = $"{scans.RequestBytes}",
            ["KIPASS_PAUSE_MS"] = pauseMs.ToString(CultureInfo.InvariantCulture),
        };
        return await Run("wrk-feed.lua", url, duration, environment, connections);
    }

    /// <param name="script">Its name in this folder; it prints a line of figures at the end.</param>
    /// <param name="environment">What the script reads.</param>
    public static async Task<LoadFigures> Run(
        string script,
        Uri url,
        TimeSpan duration,
        Dictionary<string, string?> environment,
        int connections = Connections
    )
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Load", script);
        string[] arguments = ["-t1", $"-c{connections}", $"-d{duration.TotalSeconds:0}s", "--timeout", "10s", "-s", file, $"{url}"];
        var start = new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        var before = ProcessCost.ReapedCpuSeconds();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var line = output.Split('\n').FirstOrDefault(l => l.StartsWith("FIGURES ", StringComparison.Ordinal));
        if (line is null)
        {
            throw new InvalidOperationException($"wrk gave no figures: {output}{await errors}");
        }
        var n = line.Split(' ').Skip(1).Select(v => long.Parse(v, CultureInfo.InvariantCulture)).ToArray();
        var cpu = (ProcessCost.ReapedCpuSeconds() - before) * 1e6 / Math.Max(1, n[0]);
        return new LoadFigures(n[0], n[1] / 1e6, n[2] / 1e3, n[3] / 1e3, n[4] / 1e3, n[5], n[6], cpu);
    }
}
