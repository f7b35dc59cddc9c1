using System.Text.Json;
using KiPass.SystemTests.Door.Apps;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>One browser with a fake camera for all tests of the apps with an API of their own.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    /// <summary>The database's connection of the page as <c>lastDatabase</c>.</summary>
    internal const string WatchDatabase = """
        {
          const open = IDBFactory.prototype.open;
          IDBFactory.prototype.open = function (...values) {
            const request = open.apply(this, values);
            request.addEventListener("success", () => (globalThis.lastDatabase = request.result));
            return request;
          };
        }
        """;

    /// <summary>Lets a test set the device's clock (<c>deviceAhead</c>, milliseconds) and hide the page (<c>isAway</c>).</summary>
    internal const string DeviceClock = """
        {
          const wall = Date.now;
          globalThis.deviceAhead = Number(new URLSearchParams(location.search).get("ahead") ?? 0);
          Date.now = () => wall() + deviceAhead;
          globalThis.isAway = false;
          Object.defineProperty(document, "hidden", { get: () => isAway });
        }
        """;

    /// <summary>
    /// Lets a test move time on, also for pages opened later (<c>ahead</c>, milliseconds), and hide the page (<c>hide</c>, <c>show</c>).
    /// <c>show</c> resolves with the milliseconds until another code was on the screen.
    /// </summary>
    internal const string Time = """
        {
          const [wall, steady] = [Date.now, performance.now.bind(performance)];
          globalThis.ahead = Number(localStorage.getItem("test.ahead") ?? 0);
          Date.now = () => wall() + ahead;
          performance.now = () => steady() + ahead;
          globalThis.goAhead = (milliseconds) => localStorage.setItem("test.ahead", (ahead += milliseconds));
          let isAway = false;
          Object.defineProperty(document, "hidden", { get: () => isAway });
          const turn = (away) => {
            isAway = away;
            document.dispatchEvent(new Event("visibilitychange"));
          };
          globalThis.hide = () => turn(true);
          globalThis.show = () =>
            new Promise((resolve) => {
              const began = steady();
              new MutationObserver((_, observer) => {
                observer.disconnect();
                requestAnimationFrame(() => resolve(steady() - began));
              }).observe(document.getElementById("qr"), { childList: true });
              turn(false);
            });
        }
        """;

    private readonly TemporaryFolder folder = new();
    private IPlaywright playwright = null!;

    internal IBrowser Browser { get; private set; } = null!;

    internal FakeCamera Camera { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        Camera = new FakeCamera(folder["camera.y4m"]);
        Browser = await Chromium.Launch(playwright, Camera);
    }

    /// <summary>The scanner app. Paired and without camera unless told otherwise.</summary>
    internal async Task<DoorScanner> OpenScanner(
        AppServer server,
        string? script = null,
        bool paired = true,
        bool camera = false,
        bool waitForDoor = true,
        string fragment = ""
    )
    {
        Camera.Clear();
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions { Locale = "ko-KR", Permissions = ["camera"] });
        if (paired)
        {
            await DoorScanner.Remember(context, Settings(camera));
        }
        if (script is not null)
        {
            await context.AddInitScriptAsync(script);
        }
        var scanner = await DoorScanner.Open(context, server.Address, Camera, waitForDoor: false, fragment);
        if (paired && waitForDoor)
        {
            await scanner.Page.WaitForSelectorAsync(".aim:text-matches('QR', 'i')");
        }
        return scanner;
    }

    /// <summary>The visitor's page, signed in unless told otherwise.</summary>
    internal async Task<IPage> OpenVisitor(AppServer server, string? script = null, bool signedIn = true, string query = "")
    {
        var context = await Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                Locale = "ko-KR",
                ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            }
        );
        if (script is not null)
        {
            await context.AddInitScriptAsync(script);
        }
        if (signedIn)
        {
            await context.AddInitScriptAsync(
                "if (!localStorage.getItem('kipass.session')) localStorage.setItem('kipass.session', JSON.stringify('session'));"
            );
        }
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, query).ToString());
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }
        playwright?.Dispose();
        Camera?.Dispose();
        folder.Dispose();
    }

    private static string Settings(bool camera) =>
        JsonSerializer.Serialize(
            new
            {
                device = new
                {
                    deviceId = Guid.NewGuid(),
                    deviceToken = "token",
                    facility = new { id = AppServer.FacilityId, name = "시험 식당" },
                    zone = (string?)null,
                    authority = AppServer.AuthorityKey.Thumbprint,
                    revoked = false,
                },
                camera = camera ? "" : "off",
                silent = true,
                kiosk = false,
                revision = 1,
            }
        );
}

[CollectionDefinition(Name)]
public sealed class AppGroup : ICollectionFixture<AppFixture>
{
    public const string Name = "apps";
}
