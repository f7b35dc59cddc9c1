using KiPass.Grains.Hosting;
using KiPass.Hosting.Telemetry;
using KiPass.Testing;

namespace KiPass.Silo.Tests.Hosting;

public sealed class SettingsManualTests
{
    [Fact]
    public void The_manual_lists_every_setting_of_the_register_and_no_other()
    {
        Assert.Equal(SettingsManual.Of(typeof(RegisterOptions), RegisterOptions.Section), SettingsManual.Under(RegisterOptions.Section));
        Assert.Equal(SettingsManual.Of(typeof(TelemetryOptions), TelemetryOptions.Section), SettingsManual.Under(TelemetryOptions.Section));
    }

    [Fact]
    public void The_manual_states_the_defaults_of_the_register()
    {
        Assert.Empty(SettingsManual.OtherDefaults(new RegisterOptions(), RegisterOptions.Section));
        Assert.Empty(SettingsManual.OtherDefaults(new TelemetryOptions(), TelemetryOptions.Section));
    }

    [Fact]
    public void The_manual_states_the_ranges_of_the_register()
    {
        Assert.Empty(
            SettingsManual.OtherRanges(
                () => new RegisterOptions { Data = "/data" },
                RegisterOptions.Section,
                options => options.Faults().Any()
            )
        );
        Assert.Empty(
            SettingsManual.OtherRanges(() => new TelemetryOptions(), TelemetryOptions.Section, options => options.Fault() is not null)
        );
    }
}
