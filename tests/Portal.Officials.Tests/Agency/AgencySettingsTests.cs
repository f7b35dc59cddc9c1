using KiPass.Hosting.Settings;
using KiPass.Portal.Officials.Agency;
using KiPass.Testing;
using Microsoft.Extensions.Configuration;

namespace KiPass.Portal.Officials.Tests.Agency;

public sealed class AgencySettingsTests
{
    [Fact]
    public void The_manual_lists_every_setting_with_its_default()
    {
        Assert.Equal(SettingsManual.Of(typeof(AgencySettings), AgencySettings.Section), SettingsManual.Under(AgencySettings.Section));
        Assert.Empty(SettingsManual.OtherDefaults(new AgencySettings(), AgencySettings.Section));
    }

    [Theory]
    [InlineData("Authority", "", "Portal:OpenIdConnect:Authority: missing")]
    [InlineData(
        "Authority",
        "http://login.example.go.kr",
        "Portal:OpenIdConnect:Authority: 'http://login.example.go.kr' is not an https address"
    )]
    [InlineData("Authority", "login", "Portal:OpenIdConnect:Authority: 'login' is not an http(s) address")]
    [InlineData("ClientId", "", "Portal:OpenIdConnect:ClientId: missing")]
    [InlineData("ClientSecret", "", "Portal:OpenIdConnect:ClientSecret: missing")]
    [InlineData("Amr", "", "Portal:OpenIdConnect:Amr: missing")]
    [InlineData("ApproverRole", "official", "Portal:OpenIdConnect:ApproverRole: 'official' is not a different value for each role")]
    public void Invalid_settings_are_refused(string name, string value, string line)
    {
        var refused = Assert.Throws<StartException>(() => Read((name, value)));
        Assert.StartsWith(line, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_settings_the_local_accounts_are_used() =>
        Assert.False(AgencySettings.Read(new ConfigurationBuilder().Build()).IsOn);

    [Fact]
    public void An_acr_value_can_prove_the_second_factor_instead_of_amr()
    {
        var settings = Read(("AcrValues", "urn:high urn:highest"), ("Amr", ""));
        Assert.True(settings.ProvesSecondFactor("urn:high", []));
        Assert.False(settings.ProvesSecondFactor("urn:low", ["mfa"]));
        Assert.False(settings.ProvesSecondFactor("urn:high urn:highest", []));
        Assert.False(settings.ProvesSecondFactor(null, []));
    }

    private static AgencySettings Read(params (string Name, string Value)[] changes)
    {
        var values = new Dictionary<string, string?>
        {
            ["Authority"] = "https://login.example.go.kr",
            ["ClientId"] = "kipass",
            ["ClientSecret"] = "secret-word",
        };
        foreach (var (name, value) in changes)
        {
            values[name] = value;
        }
        return AgencySettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.ToDictionary(pair => $"{AgencySettings.Section}:{pair.Key}", pair => pair.Value))
                .Build()
        );
    }
}
