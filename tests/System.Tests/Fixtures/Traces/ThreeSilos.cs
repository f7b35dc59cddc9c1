using System.Globalization;
using KiPass.SystemTests.Traces.LineLists;

namespace KiPass.SystemTests.Fixtures;

/// <summary>The same system whose register is three silos.</summary>
public sealed class ThreeSilos() : TwoIssuers(silos: 3)
{
    /// <summary>The silo that waits for the second issuer's answer on a route: there the trace runs.</summary>
    internal string SiloAsking(string route) => Owner(HeldIssuer.CallerPorts[route]);

    // man proc: under /proc/net/tcp the second field is a local end, the third the remote one, the tenth its inode; a process holds it among
    // its files. Connections to different places may have the same local port.
    private string Owner(int port)
    {
        static string End(int port) => $":{port.ToString("X4", CultureInfo.InvariantCulture)}";
        var sockets = new[] { "/proc/net/tcp", "/proc/net/tcp6" }
            .SelectMany(file => File.ReadLines(file).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].EndsWith(End(port), StringComparison.Ordinal))
            .Where(fields => fields[2].EndsWith(End(HeldIssuer.Url.Port), StringComparison.Ordinal))
            .Select(fields => $"socket:[{fields[9]}]")
            .ToHashSet(StringComparer.Ordinal);
        return new[] { "register", "register-2", "register-3" }.Single(silo =>
            Directory.EnumerateFiles($"/proc/{Stack.ProcessId(silo)}/fd").Any(file => sockets.Contains(new FileInfo(file).LinkTarget ?? ""))
        );
    }
}

/// <summary>Tests over one system of three silos, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ThreeSilosGroup : ICollectionFixture<ThreeSilos>
{
    public const string Name = "three silos";
}
