using System.Security.Claims;
using KiPass.Hosting.Settings;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Settings;
using KiPass.Portal.Testing;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KiPass.Portal.Shared.Tests.Accounts;

/// <summary>Several processes of one area share what protects cookies and secrets at rest; a stolen folder alone opens nothing.</summary>
public sealed class ProtectionKeyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    [Fact]
    public void Processes_with_shared_keys_accept_each_others_cookies_and_secrets()
    {
        using var first = Process("data");
        // Another host: its own copy of the domain's keys, the same shared folder.
        var cookie = Cookies(first).TicketDataFormat.Protect(Ticket());
        var secret = first.GetRequiredService<IDataProtectionProvider>().CreateProtector(SecondFactor.Purpose).Protect("JBSWY3DP");
        CopyKeys("data", "other");
        using var second = Process("other");

        Assert.Equal("owner-1", Cookies(second).TicketDataFormat.Unprotect(cookie)!.Principal.Identity!.Name);
        Assert.Equal(
            "JBSWY3DP",
            second.GetRequiredService<IDataProtectionProvider>().CreateProtector(SecondFactor.Purpose).Unprotect(secret)
        );
    }

    [Fact]
    public void Seals_data_protection_keys_and_refuses_to_start_with_another_key_file()
    {
        using (var first = Process("data"))
        {
            Cookies(first).TicketDataFormat.Protect(Ticket());
        }
        var file = Assert.Single(Directory.EnumerateFiles(folder["shared"]));
        Assert.DoesNotContain("masterKey", File.ReadAllText(file), StringComparison.Ordinal);
        DataProtectionKeys.Require(Settings("data"));

        Directory.Delete(folder["data/keys"], recursive: true);
        new DomainFolder(folder["data"]).CreateSecret("protection");
        var fault = Assert.Throws<StartException>(() => DataProtectionKeys.Require(Settings("data")));
        Assert.Contains("keys/protection.json", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Opens_keys_from_releases_that_had_one_program_for_both_portals()
    {
        string cookie;
        using (var before = Process("data"))
        {
            cookie = Cookies(before).TicketDataFormat.Protect(Ticket());
        }
        var file = Assert.Single(Directory.EnumerateFiles(folder["shared"]));
        var today = typeof(ProtectionOpener).AssemblyQualifiedName!;
        var text = File.ReadAllText(file);
        Assert.Contains(today, text, StringComparison.Ordinal);
        File.WriteAllText(
            file,
            text.Replace(
                today,
                "KiPass.Portal.Accounts.ProtectionOpener, KiPass.Portal, Version=0.1.0.0, Culture=neutral, PublicKeyToken=null",
                StringComparison.Ordinal
            )
        );

        using var after = Process("data");
        Assert.Equal("owner-1", Cookies(after).TicketDataFormat.Unprotect(cookie)!.Principal.Identity!.Name);
    }

    [Theory]
    [InlineData("owners", true)]
    [InlineData("Owners", true)]
    [InlineData("officials", false)]
    [InlineData("both", false)]
    public void Rejects_a_Portal_Area_setting_of_another_program(string area, bool accepted)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(new Dictionary<string, string?>(Basic("data")) { ["Portal:Area"] = area });
        if (accepted)
        {
            Assert.Equal("Owners", PortalSettings.Read(configuration, TestPrograms.Owners).Program.Name);
            return;
        }
        var fault = Assert.Throws<StartException>(() => PortalSettings.Read(configuration, TestPrograms.Owners));
        Assert.Contains("Portal:Area", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("Portal:Data", "")]
    [InlineData("Portal:Proxies", "everywhere")]
    [InlineData("Portal:TlsKey", "/absent.key")]
    [InlineData("Portal:RegisterCalls", "here")]
    public void Reports_an_invalid_portal_setting_in_one_line(string name, string value)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(new Dictionary<string, string?>(Basic("data")) { [name] = value });
        var fault = Assert.Throws<StartException>(() => PortalSettings.Read(configuration, TestPrograms.Owners));
        Assert.Contains("Portal:", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Reads_the_database_password_from_the_secrets_folder()
    {
        Directory.CreateDirectory(folder["secrets"]);
        File.WriteAllText(folder["secrets/Portal__Postgres"], "Host=secret;Database=d\n");
        Assert.Equal("Host=secret;Database=d", PortalSettings.Read(WithSecrets("secrets"), TestPrograms.Owners).Postgres);
        Assert.Throws<StartException>(() => PortalSettings.Read(WithSecrets("absent"), TestPrograms.Owners));
    }

    private ConfigurationManager WithSecrets(string secrets)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(Basic("data"));
        configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Portal:Secrets"] = folder[secrets] });
        return configuration;
    }

    [Fact]
    public void Refuses_a_database_that_contains_tables_of_another_program()
    {
        var settings = Settings("data");
        AccountsSchema.Apply(settings);
        Journal(settings, "authority/sqlite/0001_traces.sql");

        var fault = Assert.Throws<StartException>(() => AccountsSchema.Apply(settings));
        Assert.Contains("0001_traces.sql", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_a_newer_database_version_in_one_line()
    {
        var settings = Settings("data");
        AccountsSchema.Apply(settings);
        Journal(settings, "accounts/sqlite/9999_of_tomorrow.sql");
        var fault = Assert.Throws<StartException>(() => AccountsSchema.Apply(settings));
        Assert.Contains("9999_of_tomorrow", fault.Message, StringComparison.Ordinal);
    }

    private static void Journal(PortalSettings settings, string script)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={settings.SqliteFile}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO schemaversions (scriptname, applied) VALUES ($script, CURRENT_TIMESTAMP)";
        command.Parameters.AddWithValue("$script", script);
        command.ExecuteNonQuery();
    }

    private Dictionary<string, string?> Basic(string data) =>
        new() { ["Portal:Data"] = folder[data], ["Portal:ProtectionKeys"] = folder["shared"] };

    private PortalSettings Settings(string data) =>
        PortalSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(Basic(data)).Build(), TestPrograms.Owners);

    private ServiceProvider Process(string data)
    {
        var settings = Settings(data);
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(settings).AddSingleton(TimeProvider.System).AddHttpContextAccessor();
        services.AddAccounts(settings);
        return services.BuildServiceProvider();
    }

    private void CopyKeys(string from, string to)
    {
        Directory.CreateDirectory(folder[$"{to}/keys"]);
        File.Copy(folder[$"{from}/keys/protection.json"], folder[$"{to}/keys/protection.json"]);
    }

    private static CookieAuthenticationOptions Cookies(ServiceProvider process) =>
        process.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);

    private static AuthenticationTicket Ticket() =>
        new(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "owner-1")], IdentityConstants.ApplicationScheme)),
            IdentityConstants.ApplicationScheme
        );
}
