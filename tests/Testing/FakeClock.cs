using System.Globalization;

namespace KiPass.Testing;

/// <summary>Runs programs with a clock that differs from this machine's, using libfaketime.</summary>
[Needs("faketime")]
public static class FakeClock
{
    /// <summary>Returns environment variables for a clock offset; negative for a clock that is behind.</summary>
    public static IReadOnlyDictionary<string, string> Ahead(TimeSpan by) =>
        new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library,
            ["FAKETIME"] = by.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture),
            // Waits and timeouts keep their length. Without the second setting, each wait of the runtime would end at once and restart.
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
        };

    private static string Library =>
        Directory
            .GetDirectories("/usr/lib", "*-linux-gnu")
            .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("Tests need Debian's package faketime.");
}
