using System.Net;
using KiPass.Grains.Database;
using KiPass.Hosting.Proxies;
using KiPass.Silo.Hosting;
using KiPass.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Silo.Tests.Hosting;

/// <summary>Secrets from files, and whose word about an address is taken.</summary>
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

        var fault = Assert.Throws<RegisterStartException>(() => configuration.ReadRegister());

        Assert.Contains("Register:Secrets", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.9", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.9", "203.0.113.7, 198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.1.9", "198.51.100.1", "10.0.1.9")]
    [InlineData("192.0.2.5", "198.51.100.1", "198.51.100.1")]
    [InlineData("127.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("203.0.113.9", "198.51.100.1", "203.0.113.9")]
    public async Task A_proxy_that_the_operator_named_is_believed_about_its_own_entry_alone(
        string remote,
        string forwarded,
        string expected
    )
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UseTrustedProxies("10.0.0.0/24, 192.0.2.5");
        app.Run(_ => Task.CompletedTask);
        var context = new DefaultHttpContext { RequestServices = services };
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        context.Request.Headers["X-Forwarded-For"] = forwarded;

        await app.Build()(context);

        Assert.Equal(IPAddress.Parse(expected), context.Connection.RemoteIpAddress);
    }
}
