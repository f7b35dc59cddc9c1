using System.Text.Json.Nodes;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Bench.Running;

/// <summary>A scanner that has paired with a facility.</summary>
internal sealed record Device(Guid DeviceId, Guid FacilityId, string Token);

/// <summary>How a silo of the register is started beyond what all have in common.</summary>
/// <param name="Settings">Command line.</param>
/// <param name="Environment">Environment.</param>
internal sealed record SiloStart(IReadOnlyList<string> Settings, IReadOnlyDictionary<string, string> Environment);

/// <summary>
/// A register as an operator would set it up: own keys and store, one pinned issuer whose keys the benchmark holds, paired devices, one silo or
/// several.
/// </summary>
internal sealed class BenchRegister : IAsyncDisposable
{
    public const ushort Issuer = 1;

    private readonly TemporaryFolder folder = new();

    private BenchRegister(PostgresServer? postgres)
    {
        Postgres = postgres;
        Data = folder["register"];
        var register = new DomainFolder(Data);
        register.CreateKeys(withAgreement: true);
        var issuer = new AgreementKeys(EcJwk.Create());
        var address = new Uri("http://localhost:1");
        register.Pin(new TrustedIssuer(Issuer, "bench", address, issuer.Public(), EcJwk.Create().Public(), EcJwk.Create().Public()));
        register.Pin(new TrustedAuthority(EcJwk.Create().Public(), EcJwk.Create().Public()));
        IssuerKeys = new ChannelKeyring(issuer);
        IssuerKeys.Pin(Issuer, register.AgreementKeys().Public());
        RegisterKeys = new ChannelKeyring(register.AgreementKeys());
        RegisterKeys.Pin(Issuer, issuer.Public());
    }

    /// <summary>The PostgreSQL that holds its data now; null on SQLite.</summary>
    public PostgresServer? Postgres { get; set; }

    /// <summary>The register's folder.</summary>
    public string Data { get; }

    /// <summary>The name of its database.</summary>
    public string Database { get; private set; } = "";

    /// <summary>The issuer's side of the channel.</summary>
    public ChannelKeyring IssuerKeys { get; }

    /// <summary>The register's side, for baselines that open passes themselves.</summary>
    public ChannelKeyring RegisterKeys { get; }

    public IReadOnlyList<Server> Silos { get; private set; } = [];

    public Server Silo => Silos[0];

    public IReadOnlyList<Device> Devices { get; private set; } = [];

    /// <summary>Sets up, seeds twelve facilities, pairs devices and starts the silos.</summary>
    /// <param name="startOf">How each silo is started, told after the database was made; absent: on ports of its own.</param>
    public static async Task<BenchRegister> Start(
        PostgresServer? postgres,
        int devices,
        int silos = 1,
        Func<BenchRegister, int, SiloStart>? startOf = null
    )
    {
        var register = new BenchRegister(postgres);
        try
        {
            await register.Provision();
            register.Devices = [.. (await register.Seed((devices + 11) / 12)).Take(devices)];
            for (var i = 0; i < silos; i++)
            {
                var start = startOf?.Invoke(register, i) ?? new SiloStart(OwnPorts(), new Dictionary<string, string>());
                var url = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
                string[] settings = ["--Register:Data", register.Data, .. start.Settings];
                // Known before it is ready: the silos before it ask who it is.
                var silo = Server.Prepare(Programs.Silo, settings, url, start.Environment);
                register.Silos = [.. register.Silos, silo];
                await silo.Ready(TimeSpan.FromSeconds(60));
            }
            return register;
        }
        catch
        {
            await register.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keys and an empty, migrated database for a baseline; no silo.</summary>
    public static async Task<BenchRegister> WithoutSilo(PostgresServer postgres)
    {
        var register = new BenchRegister(postgres);
        await register.Provision();
        await register.Seed(0);
        return register;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Silos.Select(silo => silo.DisposeAsync().AsTask()));
        if (Directory.Exists(folder.Path))
        {
            folder.Dispose();
        }
    }

    private static string[] OwnPorts() => ["--Register:SiloPort", $"{FreePorts.Next()}", "--Register:PortalPort", $"{FreePorts.Next()}"];

    private async Task Provision()
    {
        if (Postgres is not null)
        {
            Database = $"bench_{Guid.NewGuid():N}"[..16];
            await Programs.RunOnce(
                Programs.Silo,
                ["provision", "--postgres", Postgres.Url, "--database", Database, "--Register:Data", Data]
            );
        }
    }

    private async Task<List<Device>> Seed(int devicesEach)
    {
        var printed = await Programs.RunOnce(
            Programs.Silo,
            ["demo", "--Register:Data", Data, .. OwnPorts()],
            new JsonObject { ["visits"] = new JsonArray(), ["devicesEach"] = devicesEach }.ToJsonString()
        );
        var facilities = JsonNode.Parse(printed)!["facilities"]!.AsArray();
        return
        [
            .. facilities.SelectMany(facility =>
                (facility!["devices"]?.AsArray() ?? []).Select(device => new Device(
                    device!["id"]!.GetValue<Guid>(),
                    facility["id"]!.GetValue<Guid>(),
                    device["token"]!.GetValue<string>()
                ))
            ),
        ];
    }
}
