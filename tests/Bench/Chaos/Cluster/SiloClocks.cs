using System.Globalization;
using KiPass.Testing;

namespace KiPass.Bench.Chaos.Cluster;

/// <summary>The machine's clock as each silo sees it, through libfaketime (Debian): the whole process is shifted, the monotonic clock is not.</summary>
[Needs("faketime")]
internal sealed class SiloClocks : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? library = Directory.Exists("/usr/lib")
        ? Directory
            .EnumerateDirectories("/usr/lib", "*-linux-gnu")
            .Select(at => Path.Combine(at, "faketime/libfaketimeMT.so.1"))
            .FirstOrDefault(File.Exists)
        : null;

    /// <summary>Whether clocks can be shifted here.</summary>
    public bool CanShift => library is not null;

    /// <summary>What a silo's process needs in its environment.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentOf(int silo)
    {
        if (library is null)
        {
            return new Dictionary<string, string>();
        }
        Shift(silo, 0);
        return new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = library,
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            // Otherwise timed waits return at once and every thread spins.
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
            ["FAKETIME_TIMESTAMP_FILE"] = FileOf(silo),
            ["FAKETIME_CACHE_DURATION"] = "1",
        };
    }

    /// <summary>Sets a silo's clock ahead or behind; it sees it within a second.</summary>
    public void Shift(int silo, int seconds)
    {
        var draft = FileOf(silo) + ".new";
        File.WriteAllText(draft, seconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture) + "\n");
        File.Move(draft, FileOf(silo), overwrite: true);
    }

    public void Dispose() => folder.Dispose();

    private string FileOf(int silo) => folder[$"clock-{silo.ToString(CultureInfo.InvariantCulture)}"];
}
