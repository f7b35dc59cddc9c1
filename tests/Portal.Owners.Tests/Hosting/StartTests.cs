using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Settings;
using KiPass.Testing;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace KiPass.Portal.Owners.Tests.Hosting;

/// <summary>What keeps a portal from starting is one line and exit code 2.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("Portal:Area", "both", "Portal:Area is 'both', but this program serves 'owners' only")]
    [InlineData("Portal:Gateway", "here", "Portal:Gateway: 'here' is not an IP address with a port (1 to 65535).")]
    [InlineData("Portal:Gateway", "127.0.0.1:99999", "Portal:Gateway: '127.0.0.1:99999' is not an IP address with a port (1 to 65535).")]
    [InlineData("Portal:RegisterUrl", "ftp://x", "Portal:RegisterUrl: 'ftp://x' is not an http(s) address")]
    [InlineData("Portal:OwnersUrl", "nowhere", "Portal:OwnersUrl: 'nowhere' is not an http(s) address")]
    [InlineData("Portal:PublicUrl", "nowhere", "Portal:PublicUrl: 'nowhere' is not an http(s) address")]
    [InlineData("Portal:MessagesUrl", "nowhere", "Portal:MessagesUrl: 'nowhere' is not an http(s) address")]
    [InlineData("Portal:Proxies", "everywhere", "Portal:Proxies: 'everywhere' is neither an IP address nor a network")]
    [InlineData("Portal:Secrets", "/absent", "Portal:Secrets: '/absent' is not an existing folder.")]
    [InlineData("Portal:Data", "/dev/null/data", "Portal:Data: '/dev/null/data' is not a folder: /dev/null is a file.")]
    [InlineData("Portal:Postgres", "secret-word", "Portal:Postgres: its value, which is not shown here, is not a connection string")]
    [InlineData("Portal:TlsAuthority", "/dev/null", "Portal:TlsCertificate: missing; it must be a PEM file; TlsAuthority,")]
    [InlineData("Telemetry:MetricsPort", "70000", "Telemetry:MetricsPort: 70000 is not a port (1 to 65535; 0: none).")]
    [InlineData("Telemetry:SpanShare", "half", "Telemetry:SpanShare: 'half' is not a number from 0 to 1.")]
    [InlineData("Telemetry:Otlp", "collector", "Telemetry:Otlp: 'collector' is not an http(s) address")]
    [InlineData("urls", "nonsense", "--urls: 'nonsense' is not an address such as http://127.0.0.1:5080")]
    [InlineData("Kestrel:Certificates:Default:KeyPath", "/absent", "Kestrel:Certificates:Default:Path: missing")]
    [InlineData("Logging:LogLevel:Default", "Loud", "Logging:LogLevel:Default: 'Loud' is not one of Trace")]
    public async Task A_wrong_setting_is_one_line_with_name_value_and_range(string name, string value, string line)
    {
        using var folder = new TemporaryFolder();
        await Refused(line, ["--Portal:Data", folder.Path, $"--{name}", value]);
    }

    [Fact]
    public async Task A_folder_that_is_not_named_is_one_line() =>
        await Refused("Portal:Data: missing; it must be the folder of the domain.", []);

    [Fact]
    public async Task A_damaged_settings_file_is_one_line()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["settings.json"], "{ half");
        await Refused("settings.json: not readable as settings: line 1", ["--Portal:Data", folder.Path]);
    }

    [Fact]
    public async Task A_database_that_is_away_is_one_line_without_its_password()
    {
        using var folder = new TemporaryFolder();
        var away = $"Host=127.0.0.1;Port={FreePorts.Next()};Username=x;Password=secret-word;Database=x;Timeout=2";
        await Refused("The accounts database cannot be used (PostgreSQL)", ["--Portal:Data", folder.Path, "--Portal:Postgres", away]);
    }

    [Theory]
    [InlineData("--postgres: missing")]
    [InlineData("the parameter 'host' is not known", "--postgres", "postgres://a@b/c?host=/tmp")]
    [InlineData("--database: 'Bad' is not a name", "--postgres", "postgres://a@127.0.0.1:1/c", "--database", "Bad")]
    public async Task Provisioning_with_a_wrong_argument_is_one_line(string line, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        await Refused(line, ["provision", "--Portal:Data", folder.Path, .. arguments]);
    }

    /// <summary>The upgrade of a portal takes turns by the same lock, whichever portal's tables it changes.</summary>
    [Fact]
    public async Task Portals_that_start_at_once_upgrade_one_after_the_other()
    {
        var server = await PostgresServer.Shared;
        var text = server.ConnectionString(await server.CreateDatabase());
        using var folder = new TemporaryFolder();
        var settings = PortalSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["Portal:Data"] = folder.Path, ["Portal:Postgres"] = text })
                .Build(),
            OwnersApp.Program
        );
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => AccountsSchema.Apply(settings))));

        await using var source = NpgsqlDataSource.Create(text);
        await using var twice = source.CreateCommand("SELECT count(*) - count(DISTINCT scriptname) FROM schemaversions");
        Assert.Equal(0L, await twice.ExecuteScalarAsync());
    }

    private static async Task Refused(string line, string[] arguments)
    {
        var run = await ProgramRun.Of("KiPass.Portal.Owners.dll", arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(line, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", run.Output + run.Errors, StringComparison.Ordinal);
    }
}
