using KiPass.Cli.Tests.Fixtures;
using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Tests;

/// <summary>What a command cannot do is one line and exit code 2.</summary>
public sealed class ArgumentTests
{
    [Theory]
    [InlineData("--port-base: 'many' is not a number from 1024 to 65530.", "up", "--port-base", "many")]
    [InlineData("--port-base: 80 is not a number from 1024 to 65530.", "up", "--port-base", "80")]
    [InlineData("--silos: 10 is not a number from 1 to 9.", "up", "--silos", "10")]
    [InlineData("--host: 'a b' is not a name or an address such as 192.168.0.10.", "up", "--host", "a b")]
    [InlineData("--postgres: its value, which is not shown here, is not a URL such as", "up", "--postgres", "Host=x;Password=secret-word")]
    [InlineData("the parameter 'host' is not known; the only one is sslmode.", "up", "--postgres", "postgres://a@b/c?host=/tmp")]
    [InlineData("--silos above 1 needs --postgres", "up", "--silos", "3")]
    [InlineData("--keep-days: 29 is not a number from 1 to 28.", "backup", "register", "--to", "/tmp", "--keep-days", "29")]
    [InlineData("'nothing' is not a domain: register, issuer, owners, authority.", "backup", "nothing", "--to", "/tmp/absent")]
    [InlineData(
        "/absent does not exist. Name the folder of the domains with --data.",
        "backup",
        "register",
        "--data",
        "/absent",
        "--to",
        "/tmp/absent"
    )]
    [InlineData("--port-base: 'abc' is not a number from 1024 to 65530.", "up", "--port-base", "abc")]
    [InlineData("--silos: 'x' is not a number from 1 to 9.", "up", "--silos", "x")]
    [InlineData("--keep-days: 'x' is not a number from 1 to 28.", "backup", "register", "--to", "/tmp", "--keep-days", "x")]
    [InlineData("--host needs --tls", "up", "--host", "192.168.0.10")]
    [InlineData("--data: missing; it must be a folder.", "up", "--data", "")]
    [InlineData("--data: missing; it must be a folder.", "issuer", "list", "--data", "")]
    [InlineData("--data: '/etc/passwd' is not a folder but a file.", "audit", "verify", "--data", "/etc/passwd")]
    [InlineData("--to: missing; it must be a folder.", "backup", "register", "--to", "")]
    [InlineData("BACKUP: missing; it must be a path.", "restore", "")]
    [InlineData("FILE.json: missing; it must be a path.", "authority", "pin", "")]
    [InlineData("NUMBER: 'seven' is not a number from 1 to 65535.", "issuer", "remove", "seven")]
    [InlineData(
        "--number: 70000 is not a number from 1 to 65535.",
        "issuer",
        "show",
        "--number",
        "70000",
        "--name",
        "a",
        "--url",
        "https://a"
    )]
    [InlineData("--url: 'nonsense' is not an http(s) address", "issuer", "show", "--number", "1", "--name", "a", "--url", "nonsense")]
    [InlineData("Option '--number' is required.", "issuer", "show", "--name", "a", "--url", "https://a.example")]
    [InlineData("Option '--silos' expects a single argument but 2 were provided.", "up", "--silos", "1", "--silos", "2")]
    [InlineData("Required argument missing for option: '--silos'.", "up", "--silos")]
    [InlineData("'--loud' is not known here; ./kipass up --help lists what is.", "up", "--loud", "1")]
    [InlineData("'down' is not known here; ./kipass --help lists what is.", "down")]
    public async Task An_invalid_argument_is_reported_with_its_name_value_and_range(string line, params string[] arguments)
    {
        var (exitCode, output, errors) = await CommandLine.Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(line, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.StartsWith("kipass: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_group_without_a_subcommand_lists_its_subcommands()
    {
        var (exitCode, output, _) = await CommandLine.Run();
        Assert.Equal(2, exitCode);
        Assert.Contains("./kipass [command] [options]", output, StringComparison.Ordinal);
        Assert.Contains("restore", output, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.Run("up", "--help", "--silos", "x")).ExitCode);
    }

    [Theory]
    [InlineData("./kipass up [options]", "up")]
    [InlineData("./kipass issuer [command] [options]", "issuer")]
    [InlineData("./kipass issuer remove <NUMBER> [options]", "issuer", "remove")]
    public async Task The_usage_shows_the_command_as_typed(string usage, params string[] arguments)
    {
        var (exitCode, output, errors) = await CommandLine.Run([.. arguments, "--help"]);
        Assert.Contains(usage, output, StringComparison.Ordinal);
        Assert.DoesNotContain("KiPass.Cli", output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (exitCode, errors));
    }

    /// <summary>What was asked for was right and failed: exit code 1, and no stack trace either.</summary>
    [Fact]
    public async Task A_file_system_or_store_failure_prints_one_line_and_exits_with_code_1()
    {
        using var folder = new TemporaryFolder();
        new DomainFolder(folder["register"]).CreateKeys(withAgreement: true);
        await File.WriteAllTextAsync(folder["register/register.db"], "not a database, although its name says so");
        await File.WriteAllTextAsync(folder["register/trust"], "a file where a folder belongs");

        await Fails("backup", "register", "--data", folder.Path, "--to", folder["backups"]);
        await Fails("issuer", "add", IssuerFile.Write(folder["issuer.json"], 7), "--data", folder.Path);

        static async Task Fails(params string[] arguments)
        {
            var (exitCode, output, errors) = await CommandLine.Run(arguments);
            Assert.StartsWith(
                "kipass: ",
                Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
                StringComparison.Ordinal
            );
            Assert.Equal((1, ""), (exitCode, output));
        }
    }
}
