using System.Diagnostics;

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
    [InlineData("/absent does not exist.", "backup", "register", "--data", "/absent", "--to", "/tmp/absent")]
    [InlineData("'--loud' is not known here; ./kipass up --help lists what is.", "up", "--loud", "1")]
    [InlineData("'down' is not known here; ./kipass --help lists what is.", "down")]
    public async Task A_wrong_argument_is_one_line_with_name_value_and_range(string line, params string[] arguments)
    {
        var (exitCode, output, errors) = await Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(line, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.StartsWith("kipass: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_only_has_commands_lists_them()
    {
        var (exitCode, output, _) = await Run([]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("restore", output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run(["up", "--help", "--silos", "x"])).ExitCode);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> Run(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KiPass.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, errors);
    }
}
