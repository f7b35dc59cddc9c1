using System.Diagnostics;
using System.Globalization;
using KiPass.Bench.Running;

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
internal static class Wrk
{
    public const int Connections = 64;

    /// <param name="pauseMs">Mean pause of each connection between answer and next request, for a load below the limit.</param>
    public static Task<LoadFigures> Run(Feed feed, Uri url, TimeSpan duration, double pauseMs = 0) =>
        Run(
            "wrk-feed.lua",
            url,
            duration,
            new()
            {
                ["KIPASS_FEED"] = feed.Path,
                ["KIPASS_REQUEST_BYTES"] = $"{feed.RequestBytes}",
                ["KIPASS_PAUSE_MS"] = pauseMs.ToString(CultureInfo.InvariantCulture),
            }
        );

    /// <param name="script">Its name in this folder; it prints a line of figures at the end.</param>
    /// <param name="environment">What the script reads.</param>
    public static async Task<LoadFigures> Run(string script, Uri url, TimeSpan duration, Dictionary<string, string?> environment)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Load", script);
        string[] arguments = ["-t1", $"-c{Connections}", $"-d{duration.TotalSeconds:0}s", "--timeout", "10s", "-s", file, $"{url}"];
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
