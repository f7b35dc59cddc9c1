using System.Collections.Concurrent;
using KiPass.SystemTests.Door;
using KiPass.SystemTests.Portal;
using KiPass.SystemTests.Visits;
using KiPass.Testing;
using Microsoft.Playwright;
using Npgsql;

namespace KiPass.SystemTests.Cluster;

/// <summary>
/// Goal: a register of three silos loses no data and stays available when a silo is killed. Method: real passes through the
/// sample nginx, scanners that retry like the app, <c>kill -9</c> of one silo after another; then the stored visits are checked.
/// </summary>
public sealed class KilledSiloTests
{
    private const int ScansBetweenKills = 60;
    private static readonly string[] Silos = ["register", "register-2", "register-3"];

    // The door app gives a scan up to its own queue after 2.5 s and sends it again; the person is in the queue meanwhile.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("kipass.conf")]
    [InlineData("kipass-issuer.conf")]
    [InlineData("kipass-officials.conf")]
    public async Task Nginx_accepts_the_sample_configurations(string name) => Assert.Equal("", await SampleProxy.Check(name));

    [Fact]
    public async Task Acknowledged_scans_are_stored_once_when_silos_are_killed_one_by_one()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var stack = await KiPassStack.Start(demo: true, postgres.Url, silos: 3);
        await using var proxy = await SampleProxy.Start(
            new Dictionary<string, string>
            {
                ["10.0.0.11:5080"] = $"127.0.0.1:{stack.Silo(1).Port}",
                ["10.0.0.12:5080"] = $"127.0.0.1:{stack.Silo(2).Port}",
                ["10.0.0.13:5080"] = $"127.0.0.1:{stack.Silo(3).Port}",
                ["10.0.0.21:5082"] = $"127.0.0.1:{stack.Owners.Port}",
                // The second portal is away, as a host can be.
                ["10.0.0.22:5082"] = $"127.0.0.1:{FreePorts.Next()}",
            }
        );
        using var way = proxy.Way();
        var codes = stack
            .Demo.GetProperty("facilities")
            .EnumerateArray()
            .SelectMany(facility => facility.GetProperty("pairingCodes").EnumerateArray().Select(code => code.GetString()!))
            .Take(6)
            .ToList();
        var devices = new List<ScannerDevice>();
        foreach (var code in codes)
        {
            devices.Add(await ScannerDevice.Pair(proxy.Register, code, way));
        }

        var accepted = new ConcurrentQueue<Accepted>();
        using var enough = new CancellationTokenSource();
        var visitors = stack.Demo.GetProperty("visitors").EnumerateArray().Select(v => new DemoVisitor(stack.Issuer, v)).ToList();
        var doors = devices
            .Select(
                (device, i) => Task.Run(() => Door(device, [.. visitors.Where((_, n) => n % devices.Count == i)], accepted, enough.Token))
            )
            .ToList();
        foreach (var silo in Silos)
        {
            var before = accepted.Count;
            await Until(() => accepted.Count >= before + ScansBetweenKills, doors);
            stack.Kill(silo);
            var killed = accepted.Count;
            await Until(() => accepted.Count >= killed + ScansBetweenKills, doors);
            await Eventually.True(() => Ready(stack.Silo(Array.IndexOf(Silos, silo) + 1)), $"{silo} is ready again", LongestStart);
        }
        await enough.CancelAsync();
        await Task.WhenAll(doors);

        await StoredOnce(postgres, accepted);
        Assert.True(accepted.Max(scan => scan.Took) <= LongestWait, $"A scan took {accepted.Max(scan => scan.Took)}.");
        // Any silo knows the answer that another gave, and none takes a token twice.
        var third = stack.Silo(3);
        using var elsewhere = new ScannerDevice(third, devices[1].Token, devices[1].FacilityId);
        using var again = new ScannerDevice(third, devices[0].Token, devices[0].FacilityId);
        foreach (var scan in accepted.Where(scan => scan.Device == devices[0]).TakeLast(10))
        {
            var repeat = await again.Scan(scan.Pass, scan.ScanId, scan.ScannedAt);
            Assert.Equal((200, "accepted", true), (repeat.Status, repeat.Code, repeat.Repeated));
            var replay = await elsewhere.Scan(scan.Pass, Guid.NewGuid(), scan.ScannedAt);
            Assert.Contains(replay.Code, new[] { "pass-already-used", "pass-expired" });
        }
        foreach (var device in devices)
        {
            device.Dispose();
        }
        await OwnersPageLives(stack, proxy);
    }

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(90);

    private sealed record Accepted(ScannerDevice Device, string Pass, Guid ScanId, DateTimeOffset ScannedAt, TimeSpan Took);

    // As the app: the same scan id until there is an answer that is not "later".
    private static async Task Door(
        ScannerDevice device,
        IReadOnlyList<DemoVisitor> queue,
        ConcurrentQueue<Accepted> accepted,
        CancellationToken enough
    )
    {
        for (var person = 0; !enough.IsCancellationRequested; person++)
        {
            var pass = await queue[person % queue.Count].Pass();
            var (scanId, scannedAt, begun) = (Guid.NewGuid(), TimeProvider.System.GetUtcNow(), TimeProvider.System.GetTimestamp());
            while (true)
            {
                var reply = await Try(device, pass, scanId, scannedAt);
                var took = TimeProvider.System.GetElapsedTime(begun);
                if (reply is { Code: "accepted" })
                {
                    accepted.Enqueue(new Accepted(device, pass, scanId, scannedAt, took));
                    break;
                }
                Assert.True(reply is null or { Status: 503 or 429 }, $"{reply?.Status} {reply?.Code}");
                Assert.True(took < LongestStart, "A scan found no silo for too long.");
            }
        }
    }

    private static async Task<ScanReply?> Try(ScannerDevice device, string pass, Guid scanId, DateTimeOffset scannedAt)
    {
        try
        {
            return await device.Scan(pass, scanId, scannedAt);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task StoredOnce(PostgresServer postgres, IReadOnlyCollection<Accepted> accepted)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString("kipass_register"));
        await using var command = source.CreateCommand(
            "SELECT scan_id, count(*) FROM visits.visit WHERE scan_id = ANY($1) GROUP BY scan_id"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = accepted.Select(scan => scan.ScanId).ToArray() });
        await using var rows = await command.ExecuteReaderAsync();
        var stored = new Dictionary<Guid, long>();
        while (await rows.ReadAsync())
        {
            stored.Add(rows.GetGuid(0), rows.GetInt64(1));
        }
        Assert.All(stored.Values, count => Assert.Equal(1, count));
        Assert.Equal(accepted.Count, stored.Count);
        Assert.True(accepted.Count >= 2 * ScansBetweenKills * Silos.Length);
    }

    private static async Task OwnersPageLives(KiPassStack stack, SampleProxy proxy)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchFor(playwright, proxy.Owners.Host);
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = proxy.Owners.ToString(),
                BypassCSP = true,
                IgnoreHTTPSErrors = true,
            }
        );
        var page = await context.NewPageAsync();
        await page.SignIn(PortalFixture.AccountOf(stack, "owner"));
        await page.GetByText(stack.Demo.GetProperty("facilities")[0].GetProperty("name").GetString()!).First.WaitForAsync();
        var cookies = await context.CookiesAsync();
        Assert.True(cookies.Single(cookie => cookie.Name == "kipass_circuit").Secure);
        // TLS ends at the proxy, and the portal knows it.
        Assert.True(cookies.Single(cookie => cookie.Name == "__Host-kipass-owners").Secure);
    }

    private static async Task Until(Func<bool> condition, IReadOnlyCollection<Task> doors) =>
        await Eventually.True(
            async () =>
            {
                if (doors.FirstOrDefault(door => door.IsFaulted) is { } broken)
                {
                    await broken;
                }
                return condition();
            },
            "scans go on",
            LongestStart
        );

    private static async Task<bool> Ready(Uri silo)
    {
        using var http = new HttpClient();
        try
        {
            using var answer = await http.GetAsync(new Uri(silo, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
