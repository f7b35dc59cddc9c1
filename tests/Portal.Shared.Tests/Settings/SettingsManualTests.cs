using System.Text.RegularExpressions;
using KiPass.Testing;

namespace KiPass.Portal.Shared.Tests.Settings;

public sealed partial class SettingsManualTests
{
    // The settings are read by name, not bound.
    [Fact]
    public async Task The_manual_lists_every_setting_of_a_portal_and_no_other()
    {
        var code = await File.ReadAllTextAsync(Path.Combine(KiPassStack.Root, "src", "Portal", "Shared", "Settings", "PortalSettings.cs"));
        // The folder of secrets is read by src/Hosting for every program.
        var read = Read()
            .Matches(code)
            .Select(match => $"Portal:{match.Groups["name"].Value}")
            .Append("Portal:Secrets")
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(read, Shared());
    }

    [Fact]
    public async Task The_manual_states_the_defaults_of_a_portal()
    {
        var code = await File.ReadAllTextAsync(Path.Combine(KiPassStack.Root, "src", "Portal", "Shared", "Settings", "PortalSettings.cs"));
        var inCode = WithDefault()
            .Matches(code)
            .ToDictionary(match => $"Portal:{match.Groups["name"].Value}", match => match.Groups["value"].Value);

        Assert.NotEmpty(inCode);
        Assert.All(inCode, setting => Assert.Equal(setting.Value, SettingsManual.DefaultOf(setting.Key)));
        Assert.All(Shared().Except(inCode.Keys), name => Assert.True(SettingsManual.IsNone(SettingsManual.DefaultOf(name)), name));
    }

    // The additional settings of the officials' portal have a separate test.
    private static IEnumerable<string> Shared() =>
        SettingsManual.Under("Portal").Where(name => !name.StartsWith("Portal:OpenIdConnect:", StringComparison.Ordinal));

    [GeneratedRegex("""portal\["(?<name>[A-Za-z]+)"\] \?\? "(?<value>[^"]+)""")]
    private static partial Regex WithDefault();

    [GeneratedRegex("""portal\["(?<name>[A-Za-z]+)"\]""")]
    private static partial Regex Read();
}
