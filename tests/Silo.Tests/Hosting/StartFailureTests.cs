using System.Net;
using System.Net.Sockets;
using KiPass.Grains.Database;
using KiPass.Grains.Hosting;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using Microsoft.Data.Sqlite;

namespace KiPass.Silo.Tests.Hosting;

public sealed class StartFailureTests(Registers registers)
{
    [Fact]
    public async Task Reports_a_missing_data_folder_setting_in_one_line() => await Refused("Register:Data", []);

    [Fact]
    public async Task Register_reports_a_missing_key_in_one_line()
    {
        using var folder = new TemporaryFolder();
        await Refused("agreement.json: the file is missing", ["--Register:Data", folder.Path]);
    }

    [Theory]
    [InlineData("Register:SiloPort", "many", "'many' is not a port (1 to 65535)")]
    [InlineData("Register:SiloPort", "70000", "70000 is not a port (1 to 65535)")]
    [InlineData("Register:PortalPort", "-1", "-1 is not a port (1 to 65535)")]
    [InlineData("Register:Address", "here", "'here' is not an IP address")]
    [InlineData("Register:ListenAddress", "there", "'there' is not an IP address")]
    // A connection string is not printed: it may hold a password.
    [InlineData("Register:Postgres:Owner", "not a connection string", "Host=…;Username=…;Database=…")]
    [InlineData("Register:Proxies", "everywhere", "'everywhere' is neither an IP address nor a network")]
    [InlineData("Register:Tls:Authority", "/absent.crt", "/absent.crt")]
    [InlineData("Register:Secrets", "/absent", "/absent")]
    [InlineData(
        "Register:TaxService:AttemptTimeout",
        "00:02:00",
        "00:02:00, Register:TaxService:TotalTimeout: 00:00:12; the first must be"
    )]
    [InlineData("Register:Data", "/dev/null/data", "'/dev/null/data' is not a folder: /dev/null is a file")]
    [InlineData("Register:TaxService:Url", "nowhere", "'nowhere' is not an http(s) address")]
    [InlineData("Register:TaxService:TotalTimeout", "soon", "'soon' is not a time such as 00:00:03")]
    [InlineData("Telemetry:MetricsPort", "many", "'many' is not a port (1 to 65535; 0: none)")]
    [InlineData("urls", "nonsense", "'nonsense' is not an address such as http://127.0.0.1:5080")]
    [InlineData("Logging:LogLevel:Default", "Loud", "'Loud' is not one of Trace")]
    [InlineData("Telemetry:SpanShare", "2", "2 is not a number from 0 to 1")]
    public async Task Register_reports_an_invalid_setting_with_its_allowed_values_in_one_line(string name, string value, string what)
    {
        using var folder = Prepared();
        var process = await Refused(name, ["--Register:Data", folder.Path, $"--{name}", value]);
        Assert.Contains(what, process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_the_missing_TLS_file_in_one_line()
    {
        using var folder = Prepared();
        await File.WriteAllTextAsync(folder["authority.crt"], "");
        await Refused(
            "Register:Tls:Certificate: missing; it must be a PEM file",
            ["--Register:Data", folder.Path, "--Register:Tls:Authority", folder["authority.crt"]]
        );
    }

    [Theory]
    [InlineData("signing.json")]
    [InlineData("agreement.json")]
    [InlineData("encryption.json")]
    public async Task Reports_a_damaged_key_file_by_name_in_one_line(string file)
    {
        using var folder = Prepared();
        await File.WriteAllTextAsync(Path.Combine(folder["keys"], file), """{"kty":"EC","crv":"P-256","x":"half""");
        await Refused(file, ["--Register:Data", folder.Path]);
    }

    [Fact]
    public async Task Reports_a_key_of_another_register_in_one_line_that_names_both()
    {
        using var folder = Prepared();
        await StorageHosting.Prepare(new RegisterOptions { Data = folder.Path }, TimeProvider.System);
        var known = new DomainFolder(folder.Path).SigningKey().Thumbprint;
        Directory.Delete(folder["keys"], recursive: true);
        new DomainFolder(folder.Path).CreateKeys(withAgreement: true);
        var process = await Refused("keys/signing.json", ["--Register:Data", folder.Path]);
        Assert.Contains(known, process.Errors, StringComparison.Ordinal);
        Assert.Contains(new DomainFolder(folder.Path).SigningKey().Thumbprint, process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_a_database_schema_version_mismatch_in_one_line()
    {
        using var folder = Prepared();
        await StorageHosting.Prepare(new RegisterOptions { Data = folder.Path }, TimeProvider.System);
        await using (var connection = new SqliteConnection($"{RegisterMigrator.SqliteText(folder.Path)};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO schemaversions (scriptname, applied) VALUES ('sql/sqlite/9999_of_tomorrow.sql', '')";
            await command.ExecuteNonQueryAsync();
        }
        await Refused("9999_of_tomorrow.sql", ["--Register:Data", folder.Path]);
    }

    [Fact]
    public async Task Register_reports_a_damaged_settings_file_in_one_line()
    {
        using var folder = Prepared();
        await File.WriteAllTextAsync(folder["settings.json"], "{ half");
        await Refused("settings.json", ["--Register:Data", folder.Path]);
    }

    [Theory]
    [InlineData("--urls")]
    [InlineData("--Register:SiloPort")]
    [InlineData("--Register:PortalPort")]
    public async Task Reports_a_port_in_use_in_one_line(string which)
    {
        using var folder = Prepared();
        var ports = FreePorts.NextBlock(3);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        string[] names = ["--urls", "--Register:SiloPort", "--Register:PortalPort"];
        string[] arguments =
        [
            "--Register:Data",
            folder.Path,
            .. names.SelectMany((name, i) => new[] { name, Value(name, name == which ? port : ports + i) }),
        ];
        await Refused("in use", arguments);

        static string Value(string name, int port) => name == "--urls" ? $"http://127.0.0.1:{port}" : $"{port}";
    }

    [Fact]
    public async Task A_second_silo_with_the_same_address_exits_and_the_first_keeps_running()
    {
        var running = registers.On(Store.Postgres);
        await Refused("in use", running.Arguments);
        Assert.Equal(200, (await (await running.NewDevice()).Scan(running.Issuer.PassAt(running.Now))).Status);
    }

    /// <summary>As on another machine, whose own address is another one but which calls itself by the first one's.</summary>
    [Fact]
    public async Task Reports_a_silo_address_in_use_on_another_machine_in_one_line()
    {
        var running = registers.On(Store.Postgres);
        // Without certificates, the port for portals is on the loopback address of the one machine here.
        string[] portals = ["--Register:PortalPort", $"{FreePorts.Next()}"];
        string[] arguments = [.. running.Arguments, "--Register:ListenAddress", "127.0.0.2", .. portals];
        await Refused("another silo answers already", arguments);
        Assert.Equal(200, (await (await running.NewDevice()).Scan(running.Issuer.PassAt(running.Now))).Status);
    }

    [Fact]
    public async Task Reports_a_silo_of_another_cluster_in_one_line()
    {
        var running = registers.On(Store.Postgres);
        string[] arguments = [.. running.Arguments, "--Register:ClusterId", "staging"];
        foreach (var name in new[] { "--Register:SiloPort", "--Register:PortalPort" })
        {
            arguments[Array.IndexOf(arguments, name) + 1] = $"{FreePorts.Next()}";
        }
        await Refused("belongs to the cluster 'kipass'", arguments);
    }

    [Fact]
    public async Task Reports_an_unresponsive_database_in_one_line()
    {
        using var folder = Prepared();
        var nobody = $"Host=127.0.0.1;Port={FreePorts.Next()};Username=a;Password=secret;Database=b;Timeout=2";
        string[] roles = ["Owner", "Recorder", "Tracer", "Destroyer", "Orleans"];
        var process = await Refused(
            "",
            ["--Register:Data", folder.Path, .. roles.SelectMany(role => new[] { $"--Register:Postgres:{role}", nobody })]
        );
        Assert.DoesNotContain("secret", process.Errors, StringComparison.Ordinal);
    }

    private static TemporaryFolder Prepared()
    {
        var folder = new TemporaryFolder();
        var domain = new DomainFolder(folder.Path);
        domain.CreateKeys(withAgreement: true);
        domain.Pin(new TrustedAuthority(EcJwk.Create().Public(), EcJwk.Create().Public()));
        return folder;
    }

    private static async Task<SiloProcess> Refused(string what, string[] arguments)
    {
        var process = await SiloProcess.Run(arguments);
        Assert.Equal(2, process.ExitCode);
        var line = Assert.Single(process.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
        return process;
    }
}
