using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using KiPass.SystemTests.Door;
using KiPass.SystemTests.Portal;
using KiPass.SystemTests.Traces.LineLists;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>The whole system in real processes with a second issuer and the script's visits; one trace of it is finished for all tests.</summary>
public class TwoIssuers : IAsyncLifetime
{
    private readonly int silos;
    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<string> printed = new();
    private readonly SemaphoreSlim once = new(1);
    private Process? second;
    private IPlaywright? playwright;
    private IBrowser? browser;
    private FinishedTrace? finished;

    /// <summary>The register is one silo on SQLite.</summary>
    public TwoIssuers()
        : this(silos: 1) { }

    /// <param name="silos">More than one: the register is on PostgreSQL, the other domains stay on SQLite.</param>
    protected TwoIssuers(int silos) => this.silos = silos;

    /// <summary>The register's database server; null on SQLite.</summary>
    internal PostgresServer? Postgres { get; private set; }

    internal KiPassStack Stack { get; private set; } = null!;

    internal Script Script { get; } = new(TimeProvider.System.GetUtcNow());

    internal HeldIssuer HeldIssuer { get; private set; } = null!;

    /// <summary>The folder of the domains that <c>up</c> runs.</summary>
    internal string Data => folder["data"];

    /// <summary>The second issuer's folder: another company's machine.</summary>
    internal string SecondData => folder["second"];

    internal Uri SecondUrl { get; private set; } = null!;

    /// <summary>What the second issuer printed.</summary>
    internal IReadOnlyCollection<string> Printed => printed;

    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.NextBlock(silos > 1 ? silos * 10 : 6);
        var secondPorts = FreePorts.NextBlock(2);
        SecondUrl = new Uri($"http://localhost:{secondPorts}");
        HeldIssuer = new HeldIssuer(secondPorts + 1, SecondUrl);
        await PinAll();
        if (silos > 1)
        {
            await Provision();
        }
        await Seed(ports);

        second = Program.Start("Issuer", printed.Enqueue, [.. SecondArguments, "--urls", $"{SecondUrl}"]);
        var stack = KiPassStack.Start(data: Data, portBase: ports, postgres: Postgres?.Url, silos: silos);
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.Launch(playwright);
        Stack = await stack;
        using var http = new HttpClient();
        await Eventually.True(() => Answers(http), "the second issuer answers");
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }
        playwright?.Dispose();
        if (Stack is not null)
        {
            await Stack.DisposeAsync();
        }
        second?.Kill();
        second?.Dispose();
        await HeldIssuer.DisposeAsync();
        if (Postgres is not null)
        {
            await Postgres.DisposeAsync();
        }
        once.Dispose();
        folder.Dispose();
    }

    /// <summary>The trace that official A asked for and B approved, finished, with its list exported; the same for all tests.</summary>
    internal async Task<FinishedTrace> Finished()
    {
        await once.WaitAsync();
        try
        {
            if (finished is null)
            {
                await using var officials = await Officials();
                var order = await officials.Ask(Script.Index, Script.FirstDay, Script.LastDay);
                await officials.Approve(order);
                finished = await officials.Collect(order);
            }
            return finished;
        }
        finally
        {
            once.Release();
        }
    }

    /// <summary>Waits until the officials' portal knows that a trace is at a stage.</summary>
    internal Task Reaches(Guid order, int stage) =>
        Eventually.True(
            async () => (await Order<string>("Progress", order)).Contains($"\"Stage\":{stage},", StringComparison.Ordinal),
            $"the trace reaches stage {stage}",
            TimeSpan.FromSeconds(60)
        );

    internal Task Completes(Guid order) =>
        Eventually.True(async () => await Order<string>("State", order) == "Completed", "the trace is finished", TimeSpan.FromSeconds(90));

    private Task<T> Order<T>(string column, Guid order) =>
        Read<T>(Path.Combine(Data, "authority", "authority.db"), $"SELECT \"{column}\" FROM trace_order WHERE lower(\"Id\") = '{order}'");

    /// <summary>Two officials, signed in.</summary>
    internal async Task<TwoOfficials> Officials() => new(await SignedIn("official"), await SignedIn("approver"));

    /// <summary>Somebody without an account at the officials' portal.</summary>
    internal async Task<IPage> Anybody()
    {
        var context = await browser!.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = Stack.Officials.ToString(), BypassCSP = true }
        );
        context.SetDefaultTimeout(30_000);
        await PortalFixture.Prefer(context, Stack.Officials, "ko", "light");
        return await context.NewPageAsync();
    }

    /// <summary>Reads one value of the authority's or another domain's SQLite store, beside its running process.</summary>
    internal static async Task<T> Read<T>(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private string[] SecondArguments =>
        ["--Issuer:Data", SecondData, "--Issuer:Number", "2", "--Issuer:Name", "둘째 발급", "--Issuer:Demo", "true"];

    // As the operators of four parties do it, each for itself.
    private async Task PinAll()
    {
        var register = Domain("data/register");
        var first = Domain("data/issuer");
        var authority = Domain("data/authority", withAgreement: false);
        var other = Domain("second");
        first.CreateSecret("personal");
        other.CreateSecret("personal");
        var trusted = new TrustedRegister(
            register.AgreementKeys().Public(),
            register.SigningKey().Public(),
            register.EncryptionKey().Public()
        );
        foreach (var issuer in new[] { first, other })
        {
            issuer.Pin(trusted);
            issuer.Pin(new TrustedAuthority(authority.SigningKey().Public(), authority.EncryptionKey().Public()));
        }
        register.Pin(new TrustedAuthority(authority.SigningKey().Public(), authority.EncryptionKey().Public()));
        register.Pin(Trusted(1, "KI-Pass 발급", new Uri("http://localhost:1"), first));
        var file = folder["second.json"];
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(Trusted(2, "둘째 발급", HeldIssuer.Url, other)));
        var (exitCode, output) = await KiPassStack.Command("issuer", "add", file, "--data", Data);
        Assert.True(exitCode == 0, output);
    }

    private async Task Provision()
    {
        Postgres = await PostgresServer.StartAsync();
        await Program.Verb(
            "Silo",
            "",
            "provision",
            "--postgres",
            Postgres.Url,
            "--database",
            "kipass_register",
            "--Register:Data",
            Path.Combine(Data, "register")
        );
        foreach (var domain in new[] { "issuer", "owners", "authority" })
        {
            // up makes a database for each domain that has no settings.
            Directory.CreateDirectory(Path.Combine(Data, domain));
            await File.WriteAllTextAsync(Path.Combine(Data, domain, "settings.json"), "{}");
        }
    }

    private DomainFolder Domain(string name, bool withAgreement = true)
    {
        Directory.CreateDirectory(folder[name]);
        var domain = new DomainFolder(folder[name]);
        domain.CreateKeys(withAgreement);
        return domain;
    }

    private static TrustedIssuer Trusted(ushort number, string name, Uri url, DomainFolder domain) =>
        new(number, name, url, domain.AgreementKeys().Public(), domain.SigningKey().Public(), domain.EncryptionKey().Public());

    private async Task Seed(int ports)
    {
        string[] firstArguments = ["--Issuer:Data", Path.Combine(Data, "issuer"), "--Issuer:Number", "1", "--Issuer:Demo", "true"];
        var passes = await Task.WhenAll(
            Program.Verb("Issuer", Written(1), ["demo", "script", .. firstArguments]),
            Program.Verb("Issuer", Written(2), ["demo", "script", .. SecondArguments])
        );
        var visits = new JsonArray([
            .. passes.SelectMany(p => JsonNode.Parse(p)!["visits"]!.AsArray().Select(visit => visit!.DeepClone())),
        ]);
        Assert.Equal(Script.Showings.Count, visits.Count);
        var accounts = Program.Verb(
            "Portal/Officials",
            "",
            "demo",
            "--Portal:Data",
            Path.Combine(Data, "authority"),
            "--Portal:Demo",
            "true"
        );
        await Program.Verb(
            "Silo",
            new JsonObject { ["visits"] = visits }.ToJsonString(),
            "demo",
            "--Register:Data",
            Path.Combine(Data, "register"),
            "--Register:SiloPort",
            $"{ports + 4}",
            "--Register:PortalPort",
            $"{ports + 5}"
        );
        await File.WriteAllTextAsync(Path.Combine(Data, "demo.json"), await accounts);
    }

    private string Written(ushort issuer)
    {
        List<Player> players = [.. Script.Players.Where(p => p.Issuer == issuer)];
        return JsonSerializer.Serialize(
            new
            {
                visitors = players.Select(p => new
                {
                    name = p.Name,
                    birthDate = p.BirthDate,
                    phone = p.Phone,
                }),
                outings = Script
                    .Showings.Where(s => s.Who.Issuer == issuer)
                    .Select(s => new
                    {
                        visitor = players.IndexOf(s.Who),
                        venue = s.Where.Number,
                        at = s.At,
                    }),
            }
        );
    }

    private async Task<IPage> SignedIn(string role)
    {
        var page = await Anybody();
        await page.SignIn(PortalFixture.AccountOf(Stack, role));
        return page;
    }

    private async Task<bool> Answers(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(SecondUrl, "/health/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>Tests over one finished trace, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class TwoIssuersGroup : ICollectionFixture<TwoIssuers>
{
    public const string Name = "two issuers";
}
