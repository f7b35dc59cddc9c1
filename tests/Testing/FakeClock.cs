using System.Globalization;

namespace KiPass.Testing;

/// <summary>Programs whose clock differs from this machine's, by libfaketime; they do not notice it.</summary>
[Needs("faketime")]
public static class FakeClock
{
    /// <summary>The environment of a program whose wall clock is ahead of this machine's, or behind it when negative.</summary>
    public static IReadOnlyDictionary<string, string> Ahead(TimeSpan by) =>
        new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library,
            ["FAKETIME"] = by.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture),
            // Waits and timeouts keep their length; without the second setting, each wait of the runtime would end at once and start again.
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
