using KiPass.Issuer.Settings;
using KiPass.Testing;

namespace KiPass.Issuer.Tests.Settings;

public sealed class SettingsManualTests
{
    [Fact]
    public void The_manual_lists_every_setting_of_the_issuer_and_no_other() =>
        Assert.Equal(SettingsManual.Of(typeof(IssuerSettings), "Issuer"), SettingsManual.Under("Issuer"));

    [Fact]
    public void The_manual_states_the_defaults_of_the_issuer() =>
        Assert.Empty(SettingsManual.OtherDefaults(new IssuerSettings(), "Issuer"));

    [Fact]
    public void The_manual_states_the_ranges_of_the_issuer() =>
        Assert.Empty(SettingsManual.OtherRanges(() => new IssuerSettings(), "Issuer", settings => settings.Fault() is not null));
}
