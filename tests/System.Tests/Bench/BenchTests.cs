using System.Text.Json;
using KiPass.Testing;

namespace KiPass.SystemTests.Bench;

/// <summary>Short runs of the benchmarks. They check correctness, not the measured figures.</summary>
[Needs("wrk", "postgresql", "faketime")]
public sealed class BenchTests
{
    // The limit of 20 s is for the benchmark on a quiet machine. Here other tests run beside it.
    private const double LongestGapSeconds = 60;

    [Theory]
    [InlineData("PostgreSQL", 5)]
    [InlineData("SQLite", 3)]
    [InlineData("three silos", 2)]
    public async Task A_short_chaos_run_loses_no_visit_and_accepts_no_token_twice(string store, int faults)
    {
        using var folder = new TemporaryFolder();
        var seed = Random.Shared.Next(1, 1_000_000);
        string[] options = store switch
        {
            "SQLite" => ["--sqlite"],
            // Two of the kinds: a silo's death, and the worst that can happen to the database.
            "three silos" => ["--silos", "3", "--only", "kill silo, promote after crash"],
            _ => [],
        };
        var (exitCode, output) = await KiPassStack.EngCommand([
            "bench",
            "chaos",
            "--seed",
            $"{seed}",
            "--faults",
            $"{faults}",
            "--between",
            "500",
            "--json",
            folder["chaos.json"],
            .. options,
        ]);
        Assert.True(exitCode == 0, output);
        var figures = Read(folder["chaos.json"]);
        Assert.Equal(seed, figures.GetProperty("seed").GetInt32());
        Assert.Equal(faults, figures.GetProperty("faults").GetInt32());
        Assert.True(figures.GetProperty("acknowledged").GetInt64() > 100, output);
        foreach (var never in new[] { "lost", "double", "wrong" })
        {
            Assert.Equal(0, figures.GetProperty(never).GetInt64());
        }
        Assert.InRange(figures.GetProperty("longestGapSeconds").GetDouble(), 0.001, LongestGapSeconds);
        Assert.InRange(figures.GetProperty("longestFacilityGapSeconds").GetDouble(), 0.001, LongestGapSeconds);
    }

    [Fact]
    public async Task A_short_scan_benchmark_measures_every_path()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await KiPassStack.EngCommand("bench", "scan", "--seconds", "1", "--json", folder["scan.json"]);
        Assert.True(exitCode == 0, output);
        var figures = Read(folder["scan.json"]);
        foreach (var path in new[] { "kipass", "plain", "grainState", "noGrains", "httpOnly" })
        {
            foreach (var figure in new[] { "perSecond", "p50Ms", "p99Ms", "cpuMicros", "peakMiB", "endOverTenSeconds" })
            {
                Assert.True(figures.GetProperty(path).GetProperty(figure).GetDouble() > 0, $"{path}.{figure}: {output}");
            }
        }
        foreach (var baseline in new[] { "plain", "grainState", "noGrains" })
        {
            var pairs = figures.GetProperty("pairs").GetProperty(baseline);
            var ratio = figures.GetProperty($"ratio{char.ToUpperInvariant(baseline[0])}{baseline[1..]}").GetDouble();
            Assert.Equal(ratio, pairs.GetProperty("median").GetDouble());
            Assert.InRange(ratio, pairs.GetProperty("least").GetDouble(), pairs.GetProperty("most").GetDouble());
            Assert.True(ratio > 0, output);
        }
        Assert.Equal(1, figures.GetProperty("silos").GetInt32());
    }

    [Fact]
    public async Task A_short_trace_benchmark_names_exactly_the_people_who_were_present()
    {
        using var folder = new TemporaryFolder();
        // It compares each list with the plan from which the visits were made, and fails when they differ.
        string[] world = ["--visits", "8000", "--growth", "2000", "--facilities", "200", "--contacts", "300"];
        var (exitCode, output) = await KiPassStack.EngCommand(["bench", "trace", .. world, "--runs", "1", "--json", folder["trace.json"]]);
        Assert.True(exitCode == 0, output);
        var figures = Read(folder["trace.json"]);
        Assert.Equal(8000, figures.GetProperty("visits").GetInt64());
        Assert.True(figures.GetProperty("contacts").GetInt32() > 30, output);
        Assert.True(figures.GetProperty("seconds").GetDouble() > 0, output);
        Assert.True(figures.GetProperty("facilityWindowSeconds").GetDouble() > 0, output);
        Assert.Equal([2000, 8000], figures.GetProperty("growth").EnumerateArray().Select(size => size.GetProperty("visits").GetInt64()));
        Assert.All(figures.GetProperty("growth").EnumerateArray(), size => Assert.True(size.GetProperty("seconds").GetDouble() > 0));
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(file)).RootElement;
}
