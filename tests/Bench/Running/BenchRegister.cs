using System.Text.Json.Nodes;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Bench.Running;

/// <summary>A scanner that has paired with a facility.</summary>
internal sealed record Device(Guid DeviceId, Guid FacilityId, string Token);

/// <summary>A register as an operator would set it up: own keys and store, one pinned issuer whose keys the benchmark holds, paired devices.</summary>
internal sealed class BenchRegister : IAsyncDisposable
{
    public const ushort Issuer = 1;

    private readonly TemporaryFolder folder = new();
    private readonly string[] settings;

    private BenchRegister(PostgresServer? postgres)
    {
        Postgres = postgres;
        Data = folder["register"];
        settings = ["--Register:Data", Data, "--Register:SiloPort", $"{FreePorts.Next()}", "--Register:GatewayPort", $"{FreePorts.Next()}"];
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

    /// <summary>Its PostgreSQL; null on SQLite.</summary>
    public PostgresServer? Postgres { get; }

    /// <summary>The register's folder.</summary>
    public string Data { get; }

    /// <summary>The name of its database.</summary>
    public string Database { get; private set; } = "";

    /// <summary>The issuer's side of the channel.</summary>
    public ChannelKeyring IssuerKeys { get; }

    /// <summary>The register's side, for baselines that open passes themselves.</summary>
    public ChannelKeyring RegisterKeys { get; }

    public Server Silo { get; private set; } = null!;

    public IReadOnlyList<Device> Devices { get; private set; } = [];

    /// <summary>Sets up, seeds twelve facilities, starts the silo and pairs devices.</summary>
    public static async Task<BenchRegister> Start(PostgresServer? postgres, int devices)
    {
        var register = new BenchRegister(postgres);
        try
        {
            await register.Provision();
            register.Devices = [.. (await register.Seed((devices + 11) / 12)).Take(devices)];
            register.Silo = await Server.Start(Programs.Silo, register.settings, new Uri($"http://127.0.0.1:{FreePorts.Next()}"));
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
        if (Silo is not null)
        {
            await Silo.DisposeAsync();
        }
        folder.Dispose();
    }

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
            ["demo", .. settings],
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
