using KiPass.Hosting.Settings;
using KiPass.Testing;

namespace KiPass.Hosting.Tests.Settings;

public sealed class SettingFaultTests
{
    [Theory]
    [InlineData(70000, "S:Port: 70000 is not a port.")]
    [InlineData("70000", "S:Port: 70000 is not a port.")]
    [InlineData(0.25, "S:Port: 0.25 is not a port.")]
    [InlineData("many", "S:Port: 'many' is not a port.")]
    [InlineData("", "S:Port: '' is not a port.")]
    [InlineData(null, "S:Port: '' is not a port.")]
    public void An_invalid_value_is_shown_as_entered(object? value, string line) =>
        Assert.Equal(line, SettingFault.Wrong("S:Port", value, "a port"));

    [Fact]
    public void A_long_value_is_shortened_in_the_error_message() =>
        Assert.True(SettingFault.Wrong("S", new string('x', 100_000), "short").Length < 300);

    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("https://kipass.example", true)]
    [InlineData("ftp://kipass.example", false)]
    [InlineData("kipass.example", false)]
    [InlineData("http://", false)]
    [InlineData("", false)]
    public void Only_HTTP_and_HTTPS_URLs_are_valid_addresses(string text, bool taken) =>
        Assert.Equal(taken, SettingFault.HttpUrl("S:Url", text) is null);

    [Theory]
    [InlineData("Host=x;Database=y;Password=secret-word", true)]
    [InlineData("Host=x;Password=secret-word", false)]
    [InlineData("Password=secret-word;what=this", false)]
    [InlineData("secret-word", false)]
    [InlineData("Host=x;Database=y;Port=secret-word", false)]
    public void A_connection_string_is_never_shown(string text, bool taken)
    {
        var fault = SettingFault.ConnectionString("S:Owner", text);
        Assert.Equal(taken, fault is null);
        Assert.DoesNotContain("secret-word", fault ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_setting_is_accepted_only_when_the_folder_can_be_created()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        Assert.Null(SettingFault.Folder("S:Data", folder["new/newer"]));
        Assert.Contains("is a file", SettingFault.Folder("S:Data", folder["file/data"]), StringComparison.Ordinal);
        Assert.Contains("S:Data", SettingFault.Folder("S:Data", folder["file"]), StringComparison.Ordinal);
        Assert.Contains("missing", SettingFault.Folder("S:Data", ""), StringComparison.Ordinal);
    }
}
