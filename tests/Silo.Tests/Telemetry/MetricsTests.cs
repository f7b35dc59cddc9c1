using System.Globalization;
using System.Text.RegularExpressions;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;

namespace KiPass.Silo.Tests.Telemetry;

/// <summary>An operator sees how the door does, and not who came.</summary>
public sealed partial class MetricsTests
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Metrics_count_scans_without_personal_data(Store store)
    {
        var port = FreePorts.Next();
        await using var register = await RegisterUnderTest.Start(store, null, "--Telemetry:MetricsPort", $"{port}");
        var device = await register.NewDevice();
        var pass = register.Issuer.PassAt(register.Now);
        Assert.Equal("ok", (await device.Scan(pass)).Code);
        Assert.Equal("pass-already-used", (await device.Scan(pass)).Code);
        using (var stranger = register.Client())
        {
            Assert.Equal("device-unknown", (await stranger.Get("/v1/facility")).Code);
        }
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        var metrics = await client.GetStringAsync("/metrics");

        Assert.Contains("""kipass_problems_total{code="device-unknown"}""", Labels().Replace(metrics, "{$1}"), StringComparison.Ordinal);

        // Registers of other tests in this process have meters of the same name, which count here too.
        Assert.InRange(Scans(metrics, "accepted"), 1, int.MaxValue);
        Assert.InRange(Scans(metrics, "pass-already-used"), 1, int.MaxValue);
        Assert.Equal(0, Scans(metrics, "no-such-result"));
        var header = device.Client.DefaultRequestHeaders.Authorization!.Parameter!;
        foreach (var secret in new[] { pass, header, $"{device.FacilityId:N}", $"{device.FacilityId}", $"{device.DeviceId}", "Password" })
        {
            Assert.DoesNotContain(secret, metrics, StringComparison.OrdinalIgnoreCase);
        }
        Assert.DoesNotMatch(Uuid(), metrics);
        var known = Names(metrics);
        var asked = new[] { "grafana/kipass-register.json", "prometheus/kipass-register-alerts.yml", "prometheus/kipass-issuer-alerts.yml" }
            .SelectMany(Asked)
            .Distinct()
            .ToList();
        // Those of PostgreSQL's connections are there only with PostgreSQL, those of an issuer at an issuer.
        var missing = asked
            .Except(known)
            .Where(name => !name.StartsWith("kipass_issuer_", StringComparison.Ordinal))
            .Where(name => store == Store.Postgres || !name.StartsWith("db_", StringComparison.Ordinal));
        Assert.NotEmpty(asked);
        Assert.Empty(missing);
    }

    [Fact]
    public async Task The_metrics_port_serves_only_metrics()
    {
        var port = FreePorts.Next();
        await using var register = await RegisterUnderTest.Start(Store.Sqlite, null, "--Telemetry:MetricsPort", $"{port}");
        using var door = register.Client();
        using var operators = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        Assert.Equal(404, (int)(await door.GetAsync("/metrics")).StatusCode);
        Assert.Equal(404, (int)(await operators.GetAsync("/v1/time")).StatusCode);
        Assert.Equal(404, (int)(await operators.PostAsync("/v1/devices/pair", null)).StatusCode);
        Assert.Equal(200, (int)(await operators.GetAsync("/metrics")).StatusCode);
    }

    [Theory]
    [InlineData("--Telemetry:MetricsPort", "70000", "Telemetry:MetricsPort: 70000 is not a port")]
    [InlineData("--Telemetry:Otlp", "collector", "Telemetry:Otlp: 'collector' is not an http(s) address")]
    [InlineData("--Telemetry:Address", "register", "Telemetry:Address: 'register' is not an IP address")]
    [InlineData("--Telemetry:SpanShare", "2", "Telemetry:SpanShare: 2 is not a number from 0 to 1")]
    public async Task An_invalid_metrics_setting_prevents_startup(string name, string value, string expected)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RegisterUnderTest.Start(Store.Sqlite, null, name, value));

        Assert.Contains(expected, failure.Message);
    }

    private static int Scans(string metrics, string result)
    {
        var begin = $$"""kipass_scans_total{otel_scope_name="KiPass.Silo",result="{{result}}"} """;
        var line = metrics.Split('\n').SingleOrDefault(line => line.StartsWith(begin, StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[begin.Length..].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static HashSet<string> Names(string metrics) => [.. Name().Matches(metrics).Select(match => match.Value)];

    private static IEnumerable<string> Asked(string file)
    {
        var text = File.ReadAllText(Path.Combine(KiPassStack.Root, "deploy", file));
        return Metric().Matches(text).Select(match => match.Value).Distinct();
    }

    [GeneratedRegex(@"\b(kipass|dotnet|db|kestrel)_[a-z0-9_]+")]
    private static partial Regex Metric();

    // A metric's name at the start of its line, or a label's.
    [GeneratedRegex(@"^[a-z][a-z0-9_]*|(?<=[{,])[a-z0-9_]+(?==)", RegexOptions.Multiline)]
    private static partial Regex Name();

    [GeneratedRegex("""\{[^}]*(code="[^"]*")[^}]*\}""")]
    private static partial Regex Labels();

    [GeneratedRegex("[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}")]
    private static partial Regex Uuid();
}
