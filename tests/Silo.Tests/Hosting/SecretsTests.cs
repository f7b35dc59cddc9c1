using KiPass.Hosting.Settings;
using KiPass.Silo.Hosting;
using KiPass.Testing;
using Microsoft.Extensions.Configuration;

namespace KiPass.Silo.Tests.Hosting;

/// <summary>Secrets from files.</summary>
public sealed class SecretsTests
{
    [Fact]
    public async Task A_secret_comes_from_its_file_before_the_settings_file_and_after_the_command_line()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["secrets"]);
        foreach (var role in new[] { "Owner", "Recorder", "Tracer", "Destroyer", "Orleans" })
        {
            await File.WriteAllTextAsync(folder[$"secrets/Register__Postgres__{role}"], $"Host=secret;Database={role}\n");
        }
        await File.WriteAllTextAsync(
            folder["settings.json"],
            """{"Register":{"Postgres":{"Owner":"Host=file;Database=d"},"ClusterId":"from-file"}}"""
        );
        var configuration = new ConfigurationManager();
        configuration.AddCommandLine([
            "--Register:Data",
            folder.Path,
            "--Register:Secrets",
            folder["secrets"],
            "--Register:Postgres:Tracer",
            "Host=line;Database=d",
        ]);

        var options = configuration.ReadRegister();

        Assert.Equal("Host=secret;Database=Owner", options.Postgres!.Owner);
        Assert.Equal("Host=line;Database=d", options.Postgres.Tracer);
        Assert.Equal("from-file", options.ClusterId);
    }

    [Fact]
    public void A_folder_of_secrets_that_is_absent_is_one_clear_line()
    {
        using var folder = new TemporaryFolder();
        var configuration = new ConfigurationManager();
        configuration.AddCommandLine(["--Register:Data", folder.Path, "--Register:Secrets", folder["absent"]]);

        var fault = Assert.Throws<StartException>(() => configuration.ReadRegister());

        Assert.Contains("Register:Secrets", fault.Message, StringComparison.Ordinal);
    }
}
