using System.Text.RegularExpressions;
using KiPass.Testing;

namespace KiPass.Portal.Tests;

public sealed partial class SettingsManualTests
{
    // The settings are read by name, not bound.
    [Fact]
    public async Task The_manual_lists_every_setting_of_a_portal_and_no_other()
    {
        var code = await File.ReadAllTextAsync(Path.Combine(KiPassStack.Root, "src", "Portal", "Hosting", "PortalSettings.cs"));
        var read = Read().Matches(code).Select(match => $"Portal:{match.Groups["name"].Value}").Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(read, SettingsManual.Under("Portal"));
    }

    [GeneratedRegex("""portal\["(?<name>[A-Za-z]+)"\]""")]
    private static partial Regex Read();
}
