using System.ComponentModel.DataAnnotations;
using KiPass.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace KiPass.Hosting.Tests.Settings;

public sealed class SettingsBinderTests
{
    private sealed class Options
    {
        [Port]
        public int Port { get; set; } = 5080;

        [Range(40, 1_000_000)]
        public int Rate { get; set; } = 480;

        public TimeSpan Patience { get; set; }

        public Uri? Url { get; set; }

        public bool Loud { get; set; }

        public Group Inner { get; set; } = new();
    }

    private sealed class Group
    {
        [Range(0.0, 1.0)]
        public double Share { get; set; }
    }

    [Theory]
    [InlineData("Port", "many", "S:Port: 'many' is not a port (1 to 65535).")]
    [InlineData("Port", "1e3", "S:Port: 1e3 is not a port (1 to 65535).")]
    [InlineData("Rate", "x", "S:Rate: 'x' is not a number from 40 to 1000000.")]
    [InlineData("Rate", "99999999999", "S:Rate: 99999999999 is not a number from 40 to 1000000.")]
    [InlineData("Patience", "soon", "S:Patience: 'soon' is not a time such as 00:00:03.")]
    [InlineData("Loud", "very", "S:Loud: 'very' is not true or false.")]
    [InlineData("Inner:Share", "half", "S:Inner:Share: 'half' is not a number from 0 to 1.")]
    public void A_value_of_the_wrong_type_is_reported_with_the_valid_range(string name, string value, string line) =>
        Assert.Equal(line, Assert.Throws<StartException>(() => Bind(name, value)).Message);

    [Theory]
    [InlineData("Port", "70000", "S:Port: 70000 is not a port (1 to 65535).")]
    [InlineData("Rate", "39", "S:Rate: 39 is not a number from 40 to 1000000.")]
    [InlineData("Inner:Share", "NaN", "S:Inner:Share: NaN is not a number from 0 to 1.")]
    [InlineData("Rate", "40", null)]
    public void A_number_outside_its_range_is_reported(string name, string value, string? line) =>
        Assert.Equal(line, SettingsBinder.NumberFaults(Bind(name, value), "S").FirstOrDefault());

    [Fact]
    public void Defaults_apply_without_a_configuration_section() =>
        Assert.Equal(5080, new ConfigurationBuilder().Build().Bind<Options>("S").Port);

    private static Options Bind(string name, string value) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [$"S:{name}"] = value })
            .Build()
            .Bind<Options>("S");
}
