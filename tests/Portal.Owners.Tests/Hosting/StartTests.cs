using KiPass.Portal.Testing;
using KiPass.Testing;

namespace KiPass.Portal.Owners.Tests.Hosting;

/// <summary>What keeps the owners' portal from starting is one line and exit code 2.</summary>
public sealed class StartTests
{
    [Theory]
    [MemberData(nameof(WrongSettings.All), MemberType = typeof(WrongSettings))]
    public async Task Reports_an_invalid_setting_with_its_name_value_and_range_in_one_line(string name, string value, string line)
    {
        using var folder = new TemporaryFolder();
        await Refused(line, ["--Portal:Data", folder.Path, "--Portal:Demo", "true", $"--{name}", value]);
    }

    [Fact]
    public async Task Reports_a_damaged_settings_file_in_one_line()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["settings.json"], "{ half");
        await Refused("settings.json: not readable as settings: line 1", ["--Portal:Data", folder.Path]);
    }

    [Theory]
    [InlineData("--postgres: missing")]
    [InlineData("the parameter 'host' is not known", "--postgres", "postgres://a@b/c?host=/tmp")]
    [InlineData("--database: 'Bad' is not a name", "--postgres", "postgres://a@127.0.0.1:1/c", "--database", "Bad")]
    public async Task Provisioning_reports_an_invalid_argument_in_one_line(string line, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        await Refused(line, ["provision", "--Portal:Data", folder.Path, .. arguments]);
    }

    private static async Task Refused(string line, string[] arguments)
    {
        var run = await ProgramRun.Of("KiPass.Portal.Owners.dll", arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(line, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", run.Output + run.Errors, StringComparison.Ordinal);
    }
}
