using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KiPass.Contracts.Access;
using KiPass.Contracts.Traces;
using KiPass.Hosting.Tls;
using KiPass.Portal.Shared.Register;
using KiPass.SystemTests.Door;
using KiPass.SystemTests.Portal;
using KiPass.SystemTests.Visits;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Telemetry;

/// <summary>
/// Goal: telemetry shows system health but no visitor's identity. Method: all four programs send metrics, logs and spans to a collector in
/// this process during visits, an undo, a paper visit, bad input and a trace; then every byte received, scraped or printed is searched.
/// </summary>
public sealed partial class TelemetryTests
{
    private const string PaperName = "종이손님";
    private const string PaperPhone = "01055556666";

    private const string ForeignTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static readonly string[] Domains = ["register", "issuer", "owners", "authority"];
    private static readonly string[] Services = ["kipass-issuer", "kipass-officials", "kipass-owners", "kipass-register"];

    [Fact]
    public async Task Telemetry_counts_activity_without_identifying_anyone()
    {
        await using var receiver = await TelemetryReceiver.Start();
        using var folder = new TemporaryFolder();
        var ports = Domains.ToDictionary(domain => domain, _ => FreePorts.Next());
        foreach (var domain in Domains)
        {
            Directory.CreateDirectory(folder[domain]);
            await File.WriteAllTextAsync(
                Path.Combine(folder[domain], "settings.json"),
                JsonSerializer.Serialize(
                    new
                    {
                        Telemetry = new
                        {
                            MetricsPort = ports[domain],
                            Otlp = receiver.Address,
                            SpanShare = 1,
                        },
                    }
                )
            );
        }
        var secrets = new List<string>();
        string printed;
        var scraped = new StringBuilder();
        await using (var stack = await KiPassStack.Start(demo: true, data: folder.Path))
        {
            await Visits(stack, secrets);
            await Trace(stack, secrets);
            await PortalsAreLookedAt(stack);
            using var http = new HttpClient();
            foreach (var port in ports.Values)
            {
                scraped.AppendLine(await http.GetStringAsync($"http://127.0.0.1:{port}/metrics"));
            }
            Secrets(stack, secrets);
            // What is on its way is sent before a program ends.
            await stack.DisposeAsync();
            printed = string.Join('\n', stack.Printed.Where(line => !line.Contains("inbox", StringComparison.OrdinalIgnoreCase)));
        }

        Assert.Contains("kipass.scans", receiver.Text("metrics"), StringComparison.Ordinal);
        Assert.Contains("kipass.issuer.passes", receiver.Text("metrics"), StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", receiver.Text("metrics"), StringComparison.Ordinal);
        foreach (var service in Services)
        {
            Assert.Contains(service, receiver.Text("metrics"), StringComparison.Ordinal);
        }
        Assert.Equal(Services, SentBy(receiver, "logs"));
        Assert.Equal(Services, SentBy(receiver, "trace"));
        var names = receiver.Records.Where(record => record.Signal == "trace").Select(span => (span.Service, span.Name)).ToHashSet();
        Assert.Equal(
            [
                ("kipass-issuer", "disclosure"),
                ("kipass-issuer", "passes"),
                ("kipass-officials", "register-call"),
                ("kipass-owners", "register-call"),
                ("kipass-register", "commit"),
                ("kipass-register", "scan"),
                ("kipass-register", "trace-step"),
            ],
            names.Order()
        );
        // Nothing that two programs sent can be laid side by side, nor what a caller sent beside what came of it.
        var linked = receiver
            .Records.Where(record => record.TraceId.Length > 0)
            .GroupBy(record => record.TraceId)
            .Where(group => group.Select(record => record.Service).Distinct().Count() > 1);
        Assert.Empty(linked);
        foreach (
            var word in new[]
            {
                "accepted",
                "answered",
                "pass-already-used",
                "pass-malformed",
                "AskingForSubjects",
                "ReadingVisits",
                "AskingForIdentities",
            }
        )
        {
            Assert.Contains(word, receiver.Text("trace"), StringComparison.Ordinal);
        }
        Assert.All(AskedByDashboardAndAlerts(), name => Assert.Contains($"{name}", scraped.ToString(), StringComparison.Ordinal));
        Assert.Contains("""kipass_issuer_disclosures_total{otel_scope_name="KiPass.Issuer",result="answered"}""", scraped.ToString());

        Assert.True(secrets.Count > 50, $"{secrets.Count} secrets are looked for");
        var all = receiver.Everything.Append(Encoding.UTF8.GetBytes(scraped.ToString())).Append(Encoding.UTF8.GetBytes(printed)).ToList();
        foreach (var secret in secrets.Distinct())
        {
            var bytes = Encoding.UTF8.GetBytes(secret);
            Assert.DoesNotContain(all, message => message.AsSpan().IndexOf(bytes) >= 0);
        }
        Assert.DoesNotContain(all, message => message.AsSpan().IndexOf(Convert.FromHexString(ForeignTrace)) >= 0);
        foreach (var text in new[] { receiver.Text("trace"), receiver.Text("metrics"), scraped.ToString(), receiver.Text("logs"), printed })
        {
            Assert.DoesNotMatch(GrainKey(), text);
        }
    }

    private static async Task Visits(KiPassStack stack, List<string> secrets)
    {
        var facility = stack.Demo.GetProperty("facilities").EnumerateArray().First(f => f.GetProperty("pairingCodes").GetArrayLength() > 0);
        using var device = await ScannerDevice.Pair(stack.Register, facility.GetProperty("pairingCodes")[0].GetString()!);
        var visitors = stack.Demo.GetProperty("visitors").EnumerateArray().Select(v => new DemoVisitor(stack.Issuer, v)).ToList();
        foreach (var visitor in visitors.Take(4))
        {
            var pass = await visitor.Pass();
            var scanId = Guid.NewGuid();
            Assert.Equal("accepted", (await device.Scan(pass, scanId)).Code);
            Assert.Equal("pass-already-used", (await device.Scan(pass, Guid.NewGuid())).Code);
            secrets.AddRange([pass, $"{scanId}", $"{scanId:N}", .. Inside(stack, pass)]);
        }
        var undone = (Pass: await visitors[4].Pass(), Id: Guid.NewGuid());
        Assert.Equal("accepted", (await device.Scan(undone.Pass, undone.Id)).Code);
        Assert.Equal("voided", (await device.Undo(undone.Pass, undone.Id)).Code);
        Assert.Equal("pass-malformed", (await device.Scan("KP1:010-1234-5678", Guid.NewGuid())).Code);
        using var stranger = new ScannerDevice(stack.Register, "not-a-device", device.FacilityId);
        Assert.Equal("device-unknown", (await stranger.Scan(undone.Pass, Guid.NewGuid())).Code);
        await Paper(stack, device);
        secrets.AddRange([undone.Pass, device.Token, $"{device.FacilityId}", $"{device.FacilityId:N}", "010-1234-5678"]);
        secrets.AddRange([PaperName, PaperPhone]);
    }

    private static async Task Paper(KiPassStack stack, ScannerDevice device)
    {
        var scanId = Guid.NewGuid();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var key = new DomainFolder(Path.Combine(stack.Data, "authority")).EncryptionKey().Public();
        var entry = new PaperEntry(PaperName, PaperPhone, device.FacilityId, Guid.NewGuid(), scanId, now);
        using var http = new HttpClient { BaseAddress = stack.Register };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", device.Token);
        using var answer = await http.PostAsJsonAsync(
            "/v1/visits/manual",
            new Dictionary<string, object>
            {
                ["scanId"] = scanId,
                ["sealed"] = entry.Seal(key),
                ["enteredAt"] = now.UtcDateTime,
            }
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    // The ticket and the token, in every form in which somebody might print them.
    private static IEnumerable<string> Inside(KiPassStack stack, string text)
    {
        var keys = new ChannelKeyring(new DomainFolder(Path.Combine(stack.Data, "register")).AgreementKeys());
        var issuer = new DomainFolder(Path.Combine(stack.Data, "register")).Issuer(1)!;
        keys.Pin(issuer.Number, issuer.AgreementKey);
        Assert.Equal(PassVerdict.Opened, PassOpener.Open(text, keys, out var pass));
        return [$"{pass.Ticket.Value}", $"{pass.Ticket.Value:N}", $"{pass.TokenId.Value}", $"{pass.TokenId.Value:N}"];
    }

    private static async Task Trace(KiPassStack stack, List<string> secrets)
    {
        var authority = new DomainFolder(Path.Combine(stack.Data, "authority"));
        var index = stack.Demo.GetProperty("indexCase");
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var id = Guid.NewGuid();
        var order = new TraceOrder(
            id,
            now,
            now.AddDays(1),
            "2026-TELEMETRY",
            "감염병예방법 제76조의2",
            "one",
            "another",
            KoreanDay.Of(now) - 7,
            KoreanDay.Of(now),
            1000,
            0,
            new Dictionary<ushort, string>
            {
                [1] = new IndexPerson(International(index.GetProperty("phone").GetString()!), index.GetProperty("name").GetString()!).Seal(
                    authority.Issuer(1)!.EncryptionKey
                ),
            },
            new RegisterPart(TraceKind.Case, new Dictionary<string, int>(), 15).Seal(authority.Register().EncryptionKey)
        ).Sign(new FileSigningKey(authority.SigningKey()));
        var tls = Path.Combine(stack.Data, "authority", "tls");
        var certificates = new RegisterCertificates(
            Path.Combine(tls, "authority.crt"),
            Path.Combine(tls, "client.crt"),
            Path.Combine(tls, "client.key"),
            RegisterCertificates.NameOf("authority")
        );
        using var client = new RegisterClient(
            CallingPortal.Authority,
            [new Uri($"https://127.0.0.1:{stack.PortBase + 5}")],
            RegisterConnections.Create(certificates),
            CallKey.Of(authority),
            TimeProvider.System,
            NullLogger<RegisterClient>.Instance
        );
        var grain = client.Grain<ITraceGrain>(ITraceGrain.KeyOf(id));
        Assert.Equal(TraceStart.Malformed, await grain.Start("not an order"));
        Assert.Equal(TraceStart.Begun, await grain.Start(order));
        await Eventually.True(async () => (await grain.Progress())?.CompletedAt is not null, "the trace is done", TimeSpan.FromSeconds(60));
        secrets.Add(order);
    }

    private static string International(string phone) =>
        phone.StartsWith('0') ? "+82" + phone[1..].Replace("-", "", StringComparison.Ordinal) : phone;

    private static async Task PortalsAreLookedAt(KiPassStack stack)
    {
        using (var http = new HttpClient())
        {
            http.DefaultRequestHeaders.Add("traceparent", $"00-{ForeignTrace}-00f067aa0ba902b7-01");
            foreach (var portal in new[] { stack.Owners, stack.Officials })
            {
                await http.GetAsync(new Uri(portal, "/nothing/01012345678?name=김하늘"));
            }
            await http.GetAsync(new Uri(stack.Issuer, "/v1/nothing/01012345678"));
            using var nonsense = new StringContent("not a request of 01012345678");
            Assert.Equal(
                HttpStatusCode.BadRequest,
                (await http.PostAsync(new Uri(stack.Issuer, "/v1/disclosures/subjects"), nonsense)).StatusCode
            );
            using var scan = new StringContent("""{"pass":"01012345678"}""");
            await http.PostAsync(new Uri(stack.Register, "/v1/scans"), scan);
        }
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.Launch(playwright);
        foreach (var (portal, role, path) in new[] { (stack.Owners, "owner", "/facilities"), (stack.Officials, "official", "/reviews") })
        {
            await using var context = await browser.NewContextAsync(
                new BrowserNewContextOptions { BaseURL = $"{portal}", BypassCSP = true }
            );
            var page = await context.NewPageAsync();
            await page.SignIn(PortalFixture.AccountOf(stack, role));
            await page.GotoAsync(path);
            await page.Live();
        }
    }

    private static IEnumerable<string> SentBy(TelemetryReceiver receiver, string signal) =>
        receiver.Records.Where(record => record.Signal == signal).Select(record => record.Service).Distinct().Order();

    private static void Secrets(KiPassStack stack, List<string> secrets)
    {
        foreach (var visitor in stack.Demo.GetProperty("visitors").EnumerateArray())
        {
            var phone = visitor.GetProperty("phone").GetString()!;
            secrets.AddRange([visitor.GetProperty("name").GetString()!, phone, visitor.GetProperty("sessionToken").GetString()!]);
            secrets.AddRange([International(phone), "0" + International(phone)[3..]]);
        }
        foreach (var account in stack.Demo.GetProperty("accounts").EnumerateArray())
        {
            secrets.AddRange([account.GetProperty("email").GetString()!, account.GetProperty("password").GetString()!]);
        }
        foreach (var facility in stack.Demo.GetProperty("facilities").EnumerateArray())
        {
            var id = facility.GetProperty("id").GetGuid();
            secrets.AddRange([$"{id}", $"{id:N}"]);
        }
        secrets.AddRange(["01012345678", "%EA%B9%80", ForeignTrace]);
    }

    private static IEnumerable<string> AskedByDashboardAndAlerts() =>
        new[] { "grafana/kipass-register.json", "prometheus/kipass-register-alerts.yml", "prometheus/kipass-issuer-alerts.yml" }
            .SelectMany(file => Metric().Matches(File.ReadAllText(Path.Combine(KiPassStack.Root, "deploy", file))))
            .Select(match => match.Value)
            // PostgreSQL's are there with PostgreSQL: the register's own tests ask for those.
            .Where(name => !name.StartsWith("db_", StringComparison.Ordinal))
            .Distinct();

    [GeneratedRegex(@"\b(kipass|dotnet|db|kestrel)_[a-z0-9_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\b(visitor/v|token/t|facility/f|pairing/p):?[0-9a-f]|\b[vt]:1:\d|f:[0-9a-f]{8}")]
    private static partial Regex GrainKey();
}
