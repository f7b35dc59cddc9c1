using System.Globalization;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>A tablet that stays at a door for weeks: it takes new versions by itself, and everything that it kept ends with an outcome.</summary>
[Collection(AppGroup.Name)]
public sealed class LongLivedScannerTests(AppFixture apps)
{
    private const string SteadyClock = """
        {
          const steady = performance.now.bind(performance);
          const wall = Date.now;
          globalThis.passed = 0;
          performance.now = () => steady() + passed;
          Date.now = () => wall() + passed;
        }
        """;

    private static readonly Guid OtherFacility = Guid.Parse("0c0ffee0-0000-4000-8000-000000000001");

    [Fact]
    public async Task A_new_version_is_loaded_when_nobody_uses_the_tablet_and_not_before()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server, SteadyClock);
        var page = scanner.Page;
        await page.Until("navigator.serviceWorker.controller !== null");
        await page.EvaluateAsync("globalThis.isOldPage = true");
        server.Replace("sw.js", await NewWorker(server));
        await page.EvaluateAsync(
            "navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => null)"
        );
        await page.Until("caches.keys().then((names) => names.some((name) => name.endsWith('-new')))");

        // Somebody has just read a code, has the list open, or has not seen a refusal yet.
        Assert.Equal("accepted", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        await page.LetPass(6000);
        await page.ClickAsync("nav.tools button:has-text('오늘 기록')");
        await page.EvaluateAsync("passed += 70000");
        await page.LetPass(6000);
        Assert.True(await page.EvaluateAsync<bool>("globalThis.isOldPage === true"));
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal("not-ours", (await scanner.ReadAndSee("https://menu.example/")).Kind);
        await page.EvaluateAsync("passed += 70000");
        await page.LetPass(6000);
        Assert.True(await page.EvaluateAsync<bool>("globalThis.isOldPage === true"));

        await scanner.GoOn();
        await page.EvaluateAsync("passed += 70000");
        await page.Until("globalThis.isOldPage === undefined");
        await page.WaitForSelectorAsync(".aim:text-matches('QR', 'i')");
    }

    [Fact]
    public async Task A_first_start_is_not_loaded_twice()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server, SteadyClock);
        await scanner.Page.EvaluateAsync("globalThis.isOldPage = true");
        await scanner.Page.Until("navigator.serviceWorker.controller !== null");
        await scanner.Page.EvaluateAsync("passed += 70000");
        await scanner.Page.LetPass(6000);
        Assert.True(await scanner.Page.EvaluateAsync<bool>("globalThis.isOldPage === true"));
    }

    [Fact]
    public async Task A_visitors_page_takes_a_new_version_while_nobody_looks_at_it()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, AppFixture.DeviceClock);
        await page.Until("navigator.serviceWorker.controller !== null");
        await page.EvaluateAsync("globalThis.isOldPage = true");
        server.Replace("sw.js", await NewWorker(server));
        await page.EvaluateAsync(
            "navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => null)"
        );
        await page.Until("caches.keys().then((names) => names.some((name) => name.endsWith('-new')))");
        await page.LetPass(6000);
        Assert.True(await page.EvaluateAsync<bool>("globalThis.isOldPage === true"));
        await page.EvaluateAsync("isAway = true");
        await page.Until("globalThis.isOldPage === undefined");
        await page.Locator("#qr svg").First.WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Scans_that_another_facility_kept_are_told_and_end_after_a_day()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        await Put(
            scanner,
            Kept(server, OtherFacility, hours: 2),
            Kept(server, OtherFacility, hours: 3),
            Kept(server, OtherFacility, hours: 25)
        );
        await scanner.Reload(waitForReader: false);
        await scanner.Page.Locator(".others:has-text('2건이 남아 있어요')").WaitForAsync();
        await scanner.Page.Locator(".outcomes:has-text('거절 1건')").WaitForAsync();
        Assert.Equal("0", await scanner.Page.Locator(".queue").GetAttributeAsync("data-kept"));
        var list = await scanner.ReadList();
        Assert.Equal([("kept", null), ("kept", null), ("refused", "not-sent-in-time")], list);
        Assert.Empty(server.Sent("POST /v1/scans/batch"));
    }

    [Theory]
    [InlineData("device")]
    [InlineData("revoked")]
    [InlineData("offline")]
    [InlineData("blocked")]
    [InlineData("sending")]
    public async Task Whatever_keeps_a_scan_from_being_sent_it_ends_after_a_day(string cause)
    {
        await using var server = await AppServer.Scanner();
        if (cause == "blocked")
        {
            server.On("POST /v1/scans/batch", _ => AppServer.Refusal(403, "facility-inactive"));
        }
        await using var scanner = await apps.OpenScanner(server);
        await scanner.Page.Until("localStorage.getItem('kipass.clock') !== null");
        var state = cause == "sending" ? "sending" : "kept";
        await Put(scanner, Kept(server, AppServer.FacilityId, hours: 25, state));
        server.IsDown = cause == "offline";
        var device = cause switch
        {
            "device" => "{ device: null }",
            "revoked" => "{ device: { ...JSON.parse(localStorage.getItem('kipass.scanner')).device, revoked: true } }",
            _ => "{}",
        };
        await scanner.Page.EvaluateAsync(
            $"import('/scanner/js/settings.js').then(({{ settings }}) => settings.set({device})).then(() => null)"
        );
        await scanner.Reload(waitForReader: false);
        const string State = """
            new Promise((resolve) => {
              const opening = indexedDB.open("kipass-scanner");
              opening.onsuccess = () => {
                const all = opening.result.transaction("entries").objectStore("entries").getAll();
                all.onsuccess = () => { opening.result.close(); resolve(all.result.map((entry) => `${entry.state} ${entry.code}`).join()); };
              };
            })
            """;
        // A scan of this facility that can still be sent is sent; the register decides on its age.
        string[] expected = cause switch
        {
            "sending" => ["accepted undefined", "refused not-sent-in-time"],
            _ => ["refused not-sent-in-time", "refused facility-inactive"],
        };
        await Eventually.True(
            async () => Array.IndexOf(expected, await scanner.Page.EvaluateAsync<string>(State)) >= 0,
            $"the scan has an outcome: {cause}"
        );
    }

    [Fact]
    public async Task An_undo_that_was_promised_is_asked_for_until_it_is_answered()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        server.IsDown = true;
        Assert.Equal("kept", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        await scanner.Page.ClickAsync("nav.tools button:has-text('오늘 기록')");
        await scanner.Page.ClickAsync("dialog tr .danger");
        await scanner.Page.ClickAsync("dialog:last-of-type .primary.danger");
        await scanner.Page.Locator("tr:has-text('보낸 뒤 취소')").WaitForAsync();
        await scanner.Page.ClickAsync("dialog header button");
        server.On("POST /v1/scans/undo", _ => AppServer.Refusal(503, "unavailable"));
        server.IsDown = false;
        await Eventually.True(() => server.Sent("POST /v1/scans/undo").Count > 0, "the undo was asked for");
        server.On("POST /v1/scans/undo", _ => Microsoft.AspNetCore.Http.Results.Json(new { }));
        await scanner.WaitForKept(0);
        Assert.Equal([("undone", null)], await scanner.ReadList());
    }

    private static async Task<string> NewWorker(AppServer server)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var text = await http.GetStringAsync(new Uri("sw.js", UriKind.Relative));
        return System.Text.RegularExpressions.Regex.Replace(text, "\"[0-9a-f]{16}\"", "\"0123-new\"");
    }

    private static object Kept(AppServer server, Guid facility, int hours, string state = "kept") =>
        new
        {
            scanId = Guid.NewGuid().ToString(),
            kind = "qr",
            pass = server.Pass(),
            at = (server.Now - TimeSpan.FromHours(hours)).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            facilityId = facility.ToString(),
            state,
            wasKept = true,
            tab = "kipass-tab-gone",
        };

    private static Task<System.Text.Json.JsonElement?> Put(DoorScanner scanner, params object[] entries) =>
        scanner.Page.EvaluateAsync(
            """
            (entries) => new Promise((resolve, reject) => {
              const opening = indexedDB.open("kipass-scanner");
              opening.onsuccess = () => {
                const transaction = opening.result.transaction("entries", "readwrite");
                for (const entry of entries) transaction.objectStore("entries").add(entry);
                transaction.oncomplete = () => { opening.result.close(); resolve(); };
                transaction.onerror = () => reject(transaction.error);
              };
            })
            """,
            entries
        );
}
