using System.Diagnostics;
using KiPass.Issuer.Hosting;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Settings;
using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.Issuer.Tests.Hosting;

public sealed class StartTests
{
    [Theory]
    [InlineData("--Issuer:Number=0", "Issuer:Number")]
    [InlineData("--Issuer:Number=x", "Issuer:Number")]
    [InlineData("--Issuer:Sms:Url=nowhere", "Issuer:Sms:Url")]
    [InlineData("--Issuer:Limits:PassesPerMinute=39", "PassesPerMinute")]
    [InlineData("--Issuer:Limits:CodesPerPhoneAndHour=0", "Issuer:Limits")]
    [InlineData("--Issuer:Postgres:App=Host=x", "Issuer:Postgres")]
    [InlineData("--Issuer:Proxies=everywhere", "Issuer:Proxies")]
    [InlineData("--Issuer:Secrets=/absent", "Issuer:Secrets")]
    [InlineData("--Issuer:ReplaceLostDayKey=heute", "ReplaceLostDayKey")]
    public void An_invalid_setting_is_named(string argument, string name)
    {
        using var folder = new TemporaryFolder();
        var fault = Assert.Throws<StartException>(() => IssuerApp.Build([argument, $"--Issuer:Data={folder.Path}"]));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("keys/agreement.json")]
    [InlineData("keys/signing.json")]
    [InlineData("keys/encryption.json")]
    [InlineData("keys/personal.json")]
    [InlineData("trust/register.json")]
    public async Task A_missing_or_damaged_key_stops_the_process_with_one_line(string file)
    {
        using var folder = Domain();
        File.Delete(folder[file]);
        var (code, line) = await Start(folder.Path);
        Assert.Equal(2, code);
        Assert.Contains(file, line, StringComparison.Ordinal);
        Assert.Equal(1, line.Count(c => c == '\n'));
        File.WriteAllText(folder[file], "{");
        (code, line) = await Start(folder.Path);
        Assert.Equal(2, code);
        Assert.Contains(file, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_personal_key_of_another_database_is_detected_at_start()
    {
        await using var issuer = await IssuerHost.StartAsync();
        await issuer.Verify();
        File.Delete(Path.Combine(issuer.Data, "keys", "personal.json"));
        new DomainFolder(issuer.Data).CreateSecret(PersonalKey.Name);
        var fault = await Assert.ThrowsAsync<StartException>(() => issuer.Restart());
        Assert.Contains("personal.json", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_stops_the_process_with_one_line()
    {
        using var folder = Domain();
        File.WriteAllText(folder["issuer.db"], new string('x', 8192));
        var (code, line) = await Start(folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("damaged", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_database_stops_the_process_with_one_line()
    {
        using var folder = Domain();
        var away = $"Host=127.0.0.1;Port={FreePorts.Next()};Username=x;Database=x";
        var (code, line) = await Start(folder.Path, $"--Issuer:Postgres:Owner={away}", $"--Issuer:Postgres:App={away}");
        Assert.Equal(2, code);
        Assert.Equal(1, line.Count(c => c == '\n'));
    }

    private static TemporaryFolder Domain()
    {
        var folder = new TemporaryFolder();
        var domain = new DomainFolder(folder.Path);
        domain.CreateKeys(withAgreement: true);
        domain.CreateSecret(PersonalKey.Name);
        domain.Pin(new TrustedRegister(new AgreementKeys(EcJwk.Create().Public()), EcJwk.Create().Public(), EcJwk.Create().Public()));
        return folder;
    }

    private static async Task<(int Code, string Errors)> Start(string data, params string[] further)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            typeof(IssuerApp).Assembly.Location,
            $"--Issuer:Data={data}",
            $"--urls=http://127.0.0.1:{FreePorts.Next()}",
            .. further,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, errors);
    }
}
