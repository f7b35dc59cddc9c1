using KiPass.Hosting.Settings;
using KiPass.Testing;

namespace KiPass.Hosting.Tests.Settings;

/// <summary>Where settings come from, and which source is stronger.</summary>
public sealed class DomainSettingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_command_line_overrides_secrets_which_override_the_settings_file()
    {
        Directory.CreateDirectory(folder["secrets"]);
        File.WriteAllText(folder["secrets/S__One"], "secret\n");
        File.WriteAllText(folder["secrets/S__Two"], "secret\n");
        File.WriteAllText(folder["settings.json"], """{"S":{"One":"file","Two":"file","Three":"file","Four":"file"}}""");
        string[] arguments = ["--S:Data", folder.Path, "--S:Secrets", folder["secrets"], "--S:One", "line", "--S:Three", "line"];

        var configuration = DomainSettings.OfVerb(arguments);
        configuration.AddDomainFolder("S");

        Assert.Equal("line", configuration["S:One"]);
        Assert.Equal("secret", configuration["S:Two"]);
        Assert.Equal("line", configuration["S:Three"]);
        Assert.Equal("file", configuration["S:Four"]);
    }

    [Fact]
    public void The_default_data_folder_is_used_when_none_is_set()
    {
        File.WriteAllText(folder["settings.json"], """{"S":{"One":"file"}}""");
        var configuration = DomainSettings.OfVerb([]);
        configuration.AddDomainFolder("S", folder.Path);
        Assert.Equal("file", configuration["S:One"]);
    }

    [Fact]
    public void A_damaged_settings_file_is_reported_with_its_line_but_not_its_content()
    {
        File.WriteAllText(folder["settings.json"], "{\n  \"S\": { \"Postgres\": secret-word");
        var fault = Assert.Throws<StartException>(() => DomainSettings.OfVerb(["--S:Data", folder.Path]).AddDomainFolder("S"));
        Assert.Contains($"{folder["settings.json"]}: not readable as settings: line 2", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--S:Secrets", "absent", "is not an existing folder")]
    [InlineData("--S:Data", "file", "is not a folder")]
    public void An_invalid_data_folder_is_reported_with_its_setting(string setting, string place, string what)
    {
        File.WriteAllText(folder["file"], "");
        var fault = Assert.Throws<StartException>(() => DomainSettings.OfVerb([setting, folder[place]]).AddDomainFolder("S"));
        Assert.StartsWith(setting[2..], fault.Message, StringComparison.Ordinal);
        Assert.Contains(folder[place], fault.Message, StringComparison.Ordinal);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
    }
}
