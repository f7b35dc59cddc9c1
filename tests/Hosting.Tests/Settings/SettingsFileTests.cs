using KiPass.Hosting.Files;
using KiPass.Hosting.Settings;
using KiPass.Testing;

namespace KiPass.Hosting.Tests.Settings;

public sealed class SettingsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_setting_is_replaced_ignoring_case_and_other_settings_are_kept()
    {
        File.WriteAllText(folder["settings.json"], """{"register":{"postgres":{"owner":"old"},"ClusterId":"mine"},"Urls":"http://x"}""");
        var file = new SettingsFile(folder.Path);
        Assert.Equal("old", file["Register:Postgres:Owner"]);

        file["Register:Postgres:Owner"] = "new";
        file["Register:Postgres:App"] = "added";
        file.Write();

        var read = DomainSettings.OfVerb(["--Register:Data", folder.Path]);
        read.AddDomainFolder("Register");
        Assert.Equal("new", read["Register:Postgres:Owner"]);
        Assert.Equal("added", read["Register:Postgres:App"]);
        Assert.Equal("mine", read["Register:ClusterId"]);
        Assert.Equal("http://x", read["Urls"]);
        Assert.Equal(PrivateFile.OwnerOnly, File.GetUnixFileMode(folder["settings.json"]));
    }

    [Theory]
    [InlineData("{ half")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_damaged_settings_file_is_reported_and_not_changed(string text)
    {
        File.WriteAllText(folder["settings.json"], text);
        var fault = Assert.Throws<StartException>(() => new SettingsFile(folder.Path));
        Assert.Contains(folder["settings.json"], fault.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(folder["settings.json"]));
    }
}
