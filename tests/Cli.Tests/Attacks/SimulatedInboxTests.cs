using KiPass.Cli.Tests.Fixtures;
using KiPass.Testing;

namespace KiPass.Cli.Tests.Attacks;

public sealed class SimulatedInboxTests
{
    [Fact]
    [Attack("Codes are read from simulated inboxes that `up` opens by default")]
    public async Task Nobody_reads_the_codes_of_a_system_that_was_started_without_a_gateway()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandLine.Run("up", "--data", folder["data"], "--port-base", $"{FreePorts.NextBlock(7)}");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            "kipass: One-time codes cannot be sent: set Issuer__Sms__Url and Portal__MessagesUrl in the environment, or start a demonstration with --demo.",
            run.Errors.Trim()
        );
        Assert.False(Directory.Exists(folder["data"]));
    }

    [Fact]
    public async Task A_gateway_for_only_one_program_is_not_enough()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data/issuer"]);
        await File.WriteAllTextAsync(folder["data/issuer/settings.json"], """{"Issuer":{"Sms":{"Url":"http://127.0.0.1:1/"}}}""");
        var run = await CommandLine.Run("up", "--data", folder["data"], "--port-base", $"{FreePorts.NextBlock(7)}");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Portal__MessagesUrl", Assert.Single(run.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }
}
