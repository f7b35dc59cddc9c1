using System.Diagnostics;
using KiPass.Hosting.Settings;
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
    [InlineData("--Issuer:Limits:TicketsPerHour=95", "TicketsPerHour")]
    [InlineData("--Issuer:ReplaceLostDayKey=2020-06-12,today", "Issuer:ReplaceLostDayKey")]
    [InlineData("--Issuer:Limits:CodesPerPhoneAndHour=0", "Issuer:Limits")]
    [InlineData("--Issuer:Postgres:App=Host=x", "Issuer:Postgres")]
    [InlineData("--Issuer:Proxies=everywhere", "Issuer:Proxies")]
    [InlineData("--Issuer:Secrets=/absent", "Issuer:Secrets")]
    [InlineData("--Issuer:ReplaceLostDayKey=heute", "ReplaceLostDayKey")]
    public void Reports_the_name_of_an_invalid_setting(string argument, string name)
    {
        using var folder = new TemporaryFolder();
        var fault = Assert.Throws<StartException>(() => IssuerApp.Build([argument, $"--Issuer:Data={folder.Path}", "--Issuer:Demo=true"]));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("Issuer:Number", "x", "Issuer:Number: 'x' is not a number from 1 to 65535.")]
    [InlineData("Issuer:Number", "70000", "Issuer:Number: 70000 is not a number from 1 to 65535.")]
    [InlineData("Issuer:Name", "", "Issuer:Name: '' is not a name of 1 to 100 characters.")]
    [InlineData(
        "Issuer:PhoneCountries",
        "Korea",
        "Issuer:PhoneCountries: 'Korea' is not a list of calling codes such as 82,1, or * for all."
    )]
    [InlineData(
        "Issuer:Demo",
        "false",
        "Issuer:Sms:Url: missing; it must be the gateway that sends one-time codes; for a demonstration set"
    )]
    [InlineData("Issuer:Sms:Url", "nowhere", "Issuer:Sms:Url: 'nowhere' is not an http(s) address")]
    [InlineData("Issuer:PublicUrl", "ftp://x", "Issuer:PublicUrl: 'ftp://x' is not an http(s) address")]
    [InlineData("Issuer:Limits:PassesPerMinute", "39", "Issuer:Limits:PassesPerMinute: 39 is not a number from 40 to 1000000000.")]
    [InlineData("Issuer:Disclosures:OrdersPerDay", "few", "Issuer:Disclosures:OrdersPerDay: 'few' is not a number from 1 to 10000000.")]
    [InlineData("Issuer:Postgres:Owner", "secret-word", "Issuer:Postgres:Owner: its value, which is not shown here, is not")]
    [InlineData("Issuer:Postgres:App", "Host=x;Database=y", "Issuer:Postgres:Owner: missing; it must be a connection string")]
    [InlineData("Issuer:Proxies", "everywhere", "Issuer:Proxies: 'everywhere' is neither an IP address nor a network")]
    [InlineData("Issuer:Secrets", "/absent", "Issuer:Secrets: '/absent' is not an existing folder.")]
    [InlineData("Issuer:Data", "/dev/null/data", "Issuer:Data: '/dev/null/data' is not a folder: /dev/null is a file.")]
    [InlineData(
        "Issuer:ReplaceLostDayKey",
        "heute",
        "Issuer:ReplaceLostDayKey: 'heute' is not a day, yyyy-MM-dd, or several separated by commas."
    )]
    [InlineData("Telemetry:MetricsPort", "-1", "Telemetry:MetricsPort: -1 is not a port (1 to 65535; 0: none).")]
    [InlineData("urls", "nonsense", "--urls: 'nonsense' is not an address such as http://127.0.0.1:5080")]
    [InlineData("Kestrel:Certificates:Default:Path", "/absent", "Kestrel:Certificates:Default:Path: '/absent' is not an existing file.")]
    [InlineData("Logging:LogLevel:Default", "Loud", "Logging:LogLevel:Default: 'Loud' is not one of Trace")]
    public async Task Reports_an_invalid_setting_with_its_name_value_and_range_in_one_line(string name, string value, string line)
    {
        using var folder = Domain();
        var run = await ProgramRun.Of("KiPass.Issuer.dll", $"--Issuer:Data={folder.Path}", "--Issuer:Demo=true", $"--{name}={value}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(line, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys/agreement.json")]
    [InlineData("keys/signing.json")]
    [InlineData("keys/encryption.json")]
    [InlineData("keys/personal.json")]
    [InlineData("trust/register.json")]
    public async Task Reports_a_missing_or_damaged_key_in_one_line_and_exits(string file)
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
    public async Task Reports_a_damaged_database_in_one_line_and_exits()
    {
        using var folder = Domain();
        File.WriteAllText(folder["issuer.db"], new string('x', 8192));
        var (code, line) = await Start(folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("damaged", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_an_unreachable_database_in_one_line_and_exits()
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
            "--Issuer:Demo=true",
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
