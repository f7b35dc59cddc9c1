using KiPass.Hosting.Settings;
using KiPass.Silo.Hosting;
using KiPass.Testing;
using Microsoft.Extensions.Configuration;

namespace KiPass.Silo.Tests.Hosting;

/// <summary>Secrets from files.</summary>
public sealed class SecretsTests
{
    [Fact]
    public async Task A_secret_file_overrides_the_settings_file_but_not_the_command_line()
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
    public void Reports_a_missing_secrets_folder_in_one_line()
    {
        using var folder = new TemporaryFolder();
        var configuration = new ConfigurationManager();
        configuration.AddCommandLine(["--Register:Data", folder.Path, "--Register:Secrets", folder["absent"]]);

        var fault = Assert.Throws<StartException>(() => configuration.ReadRegister());

        Assert.Contains("Register:Secrets", fault.Message, StringComparison.Ordinal);
    }
}
