using System.Net.Http.Json;
using System.Text.Json;
using KiPass.SystemTests.Door;
using KiPass.SystemTests.Portal;
using KiPass.SystemTests.Visits;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>One stack with its demo, one browser with a fake camera and one paired device for all door tests, which run one after the other.</summary>
public sealed class DoorFixture : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private int visitors;
    private int codes;

    internal KiPassStack Stack { get; private set; } = null!;

    internal IPlaywright Playwright { get; private set; } = null!;

    /// <summary>Has <see cref="Camera"/>.</summary>
    internal IBrowser Browser { get; private set; } = null!;

    internal FakeCamera Camera { get; private set; } = null!;

    /// <summary>What the scanner app keeps of its pairing: JSON for its local storage.</summary>
    internal string Device { get; private set; } = null!;

    internal ScannerDevice DeviceHttp { get; private set; } = null!;

    /// <summary>RFC 7638 thumbprint of the authority's encryption key that the register has pinned.</summary>
    internal string AuthorityThumbprint { get; private set; } = null!;

    /// <summary>A pass of the slot before the last, sealed with the issuer's own keys: nobody has to wait for a slot to end.</summary>
    internal string ExpiredPass()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var slot = now - now % Pass.SlotSeconds - 2 * Pass.SlotSeconds;
        var issuer = new DomainFolder(Path.Combine(Stack.Data, "issuer"));
        var number = Assert.Single(new DomainFolder(Path.Combine(Stack.Data, "register")).Issuers()).Number;
        var keys = new ChannelKeyring(issuer.AgreementKeys());
        keys.Pin(number, issuer.Register().AgreementKey);
        return PassSealer.Seal(number, new Ticket(Guid.NewGuid()), slot, keys);
    }

    public async ValueTask InitializeAsync()
    {
        Stack = await KiPassStack.Start(demo: true);
        Playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        Camera = new FakeCamera(folder["camera.y4m"]);
        Browser = await Chromium.Launch(Playwright, Camera);
        using (var http = new HttpClient { BaseAddress = Stack.Register })
        {
            var keys = await http.GetFromJsonAsync<JsonElement>("/.well-known/kipass.json");
            AuthorityThumbprint = keys.GetProperty("authority").GetProperty("encryptionKey").Deserialize<EcJwk>()!.Thumbprint;
        }
        await PairByTheLinkOfThePortal();
    }

    private async Task PairByTheLinkOfThePortal()
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions { Locale = "ko-KR", Permissions = ["camera"] });
        var fragment = $"#pair={NextPairingCode()}&authority={AuthorityThumbprint}";
        await using var scanner = await DoorScanner.Open(context, Stack.Register, Camera, waitForDoor: false, fragment);
        await scanner.Page.ClickAsync("button[type=submit]");
        await scanner.WaitForReader();
        Device = await scanner.Page.EvaluateAsync<string>("localStorage.getItem('kipass.scanner')");
        var device = JsonDocument.Parse(Device).RootElement.GetProperty("device");
        DeviceHttp = new ScannerDevice(
            Stack.Register,
            device.GetProperty("deviceToken").GetString()!,
            device.GetProperty("facility").GetProperty("id").GetGuid()
        );
    }

    /// <summary>A visitor of the demo whom no other test uses.</summary>
    internal DemoVisitor NextVisitor() => new(Stack.Issuer, NextVisitorJson());

    internal JsonElement NextVisitorJson() => Stack.Demo.GetProperty("visitors")[Interlocked.Increment(ref visitors)];

    /// <summary>An unused pairing code of the demo.</summary>
    internal string NextPairingCode() =>
        Stack
            .Demo.GetProperty("facilities")
            .EnumerateArray()
            .SelectMany(facility => facility.GetProperty("pairingCodes").EnumerateArray())
            .ElementAt(codes++)
            .GetString()!;

    /// <summary>The scanner app in a fresh browser context, paired unless told otherwise, at its door.</summary>
    internal async Task<DoorScanner> OpenScanner(
        bool paired = true,
        BrowserNewContextOptions? options = null,
        string? script = null,
        bool waitForDoor = true
    )
    {
        Camera.Clear();
        options ??= new BrowserNewContextOptions();
        options.Locale ??= "ko-KR";
        options.Permissions = ["camera"];
        var context = await Browser.NewContextAsync(options);
        if (paired)
        {
            await DoorScanner.Remember(context, Device);
        }
        if (script is not null)
        {
            await context.AddInitScriptAsync(script);
        }
        return await DoorScanner.Open(context, Stack.Register, Camera, paired && waitForDoor);
    }

    /// <summary>The visitor's page in a fresh context, signed in as a visitor of the demo unless told otherwise.</summary>
    internal async Task<VisitorPhone> OpenPhone(bool signedIn = true, BrowserNewContextOptions? options = null, string? script = null) =>
        await VisitorPhone.Open(
            Browser,
            Stack.Issuer,
            signedIn ? NextVisitorJson().GetProperty("sessionToken").GetString() : null,
            options,
            script
        );

    /// <summary>The owners' portal, signed in as the demo's owner.</summary>
    internal async Task<IPage> Owner()
    {
        // Waiting functions put scripts into the page, which the portal's policy rightly forbids.
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = Stack.Owners.ToString(), BypassCSP = true });
        await PortalFixture.Prefer(context, Stack.Owners, language: "ko", theme: "light");
        var page = await context.NewPageAsync();
        await page.SignIn(PortalFixture.AccountOf(Stack, "owner"));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        DeviceHttp?.Dispose();
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }
        Playwright?.Dispose();
        if (Stack is not null)
        {
            await Stack.DisposeAsync();
        }
        Camera?.Dispose();
        folder.Dispose();
    }
}

/// <summary>Door tests measure time: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DoorGroup : ICollectionFixture<DoorFixture>
{
    public const string Name = "door";
}
