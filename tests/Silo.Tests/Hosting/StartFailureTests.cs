using System.Net;
using System.Net.Sockets;
using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.Silo.Tests.Hosting;

public sealed class StartFailureTests(Registers registers)
{
    [Fact]
    public async Task A_folder_that_is_not_named_is_one_clear_line() => await Refused("Register:Data", []);

    [Fact]
    public async Task A_missing_key_is_one_clear_line()
    {
        using var folder = new TemporaryFolder();
        await Refused("agreement.json: the file is missing", ["--Register:Data", folder.Path]);
    }

    [Theory]
    [InlineData("Register:SiloPort", "many")]
    [InlineData("Register:SiloPort", "70000")]
    [InlineData("Register:Address", "here")]
    [InlineData("Register:Postgres:Owner", "not a connection string")]
    [InlineData("Register:Proxies", "everywhere")]
    [InlineData("Register:Tls:Authority", "/absent.crt")]
    [InlineData("Register:Secrets", "/absent")]
    public async Task A_wrong_setting_is_named_in_one_clear_line(string name, string value)
    {
        using var folder = Prepared();
        await Refused(name, ["--Register:Data", folder.Path, $"--{name}", value]);
    }

    [Fact]
    public async Task A_damaged_settings_file_is_one_clear_line()
    {
        using var folder = Prepared();
        await File.WriteAllTextAsync(folder["settings.json"], "{ half");
        await Refused("settings.json", ["--Register:Data", folder.Path]);
    }

    [Theory]
    [InlineData("--urls")]
    [InlineData("--Register:SiloPort")]
    [InlineData("--Register:GatewayPort")]
    public async Task A_port_that_is_taken_is_one_clear_line(string which)
    {
        using var folder = Prepared();
        var ports = FreePorts.NextBlock(3);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        string[] names = ["--urls", "--Register:SiloPort", "--Register:GatewayPort"];
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
    public async Task A_second_silo_with_the_address_of_one_that_runs_is_one_clear_line_and_the_first_goes_on()
    {
        var running = registers.On(Store.Postgres);
        await Refused("in use", running.Arguments);
        Assert.Equal(200, (await (await running.NewDevice()).Scan(running.Issuer.PassAt(running.Now))).Status);
    }

    [Fact]
    public async Task A_silo_of_another_cluster_is_one_clear_line()
    {
        var running = registers.On(Store.Postgres);
        string[] arguments = [.. running.Arguments, "--Register:ClusterId", "staging"];
        foreach (var name in new[] { "--Register:SiloPort", "--Register:GatewayPort" })
        {
            arguments[Array.IndexOf(arguments, name) + 1] = $"{FreePorts.Next()}";
        }
        await Refused("belongs to the cluster 'kipass'", arguments);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_one_clear_line()
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
