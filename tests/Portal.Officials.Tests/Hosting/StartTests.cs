using KiPass.Portal.Testing;
using KiPass.Testing;

namespace KiPass.Portal.Officials.Tests.Hosting;

/// <summary>What keeps the officials' portal from starting is one line and exit code 2.</summary>
public sealed class StartTests
{
    [Theory]
    [MemberData(nameof(WrongSettings.All), MemberType = typeof(WrongSettings))]
    public async Task Reports_an_invalid_setting_with_its_name_value_and_range_in_one_line(string name, string value, string line)
    {
        using var folder = new TemporaryFolder();
        await Refused(line, ["--Portal:Data", folder.Path, "--Portal:Demo", "true", $"--{name}", value]);
    }

    private static async Task Refused(string line, string[] arguments)
    {
        var run = await ProgramRun.Of("KiPass.Portal.Officials.dll", arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(line, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", run.Output + run.Errors, StringComparison.Ordinal);
    }
}
