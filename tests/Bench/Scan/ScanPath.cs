using System.Security.Cryptography;
using KiPass.Bench.Load;
using KiPass.Bench.Running;
using KiPass.Testing;

namespace KiPass.Bench.Scan;

/// <summary>A path that is running: its servers, their database, and scans for them. Paths that are compared run at the same time and are loaded in turn.</summary>
internal sealed class ScanPath : IAsyncDisposable
{
    // Each device may scan 50 times a second: enough of them that the limit is not what is measured.
    private const int Devices = 720;

    private readonly Stack<IAsyncDisposable> owned = new();

    private ScanPath(string name) => Name = name;

    public string Name { get; }

    public IReadOnlyList<MintedScans> Scans { get; private set; } = [];

    public IReadOnlyList<Server> Servers { get; private set; } = [];

    /// <summary>Its database server; null on SQLite.</summary>
    public PostgresServer? Postgres { get; private set; }

    /// <summary>The register; null for a baseline.</summary>
    public BenchRegister? Register { get; private set; }

    /// <summary>The register of one silo or several.</summary>
    public static Task<ScanPath> Kipass(bool sqlite = false, int silos = 1) =>
        Start(
            sqlite ? "kipass, SQLite"
                : silos > 1 ? $"kipass, {silos} silos"
                : "kipass",
            async path =>
            {
                path.Postgres = sqlite ? null : path.Own(await PostgresServer.StartAsync());
                path.Register = path.Own(await BenchRegister.Start(path.Postgres, Devices, silos));
                path.Servers = path.Register.Silos;
                path.Scans = MintedScans.For(path.Register);
            }
        );

    /// <summary>One of the programs that one would write instead.</summary>
    public static Task<ScanPath> Baseline(string name) =>
        Start(
            name,
            async path =>
            {
                path.Postgres = path.Own(await PostgresServer.StartAsync());
                var register = path.Own(await BenchRegister.WithoutSilo(path.Postgres));
                string[] tokens =
                [
                    .. Enumerable.Range(0, Devices).Select(_ => "kd_" + Convert.ToHexString(RandomNumberGenerator.GetBytes(43))),
                ];
                using var folder = new TemporaryFolder();
                await File.WriteAllLinesAsync(folder["tokens"], tokens);
                string[] arguments = ["baseline", name, "--data", register.Data, "--tokens", folder["tokens"]];
                var url = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
                path.Servers = [path.Own(await Server.Start(Programs.Bench, arguments, url))];
                path.Scans = [new MintedScans(register.IssuerKeys, BenchRegister.Issuer, tokens)];
            }
        );

    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out var last))
        {
            await last.DisposeAsync();
        }
    }

    private static async Task<ScanPath> Start(string name, Func<ScanPath, Task> start)
    {
        var path = new ScanPath(name);
        try
        {
            await start(path);
            return path;
        }
        catch
        {
            await path.DisposeAsync();
            throw;
        }
    }

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        owned.Push(part);
        return part;
    }
}
