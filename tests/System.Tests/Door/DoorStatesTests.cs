using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door;

/// <summary>Every state of both apps, on a phone by day in Korean and on a tablet by night in English.</summary>
[Collection(DoorGroup.Name)]
public sealed class DoorStatesTests(DoorFixture door)
{
    // Green and amber stay until they are tapped, so that they can be looked at.
    private const string LongVerdicts =
        "{ const real = setTimeout; globalThis.setTimeout = (f, ms, ...rest) => real(f, ms === 1200 || ms === 1500 ? 3600000 : ms, ...rest); }";

    public static TheoryData<Look> Looks => [Look.Phone, Look.Tablet, Look.Zoomed, Look.Side];

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_state_of_the_visitors_page_is_accessible(Look look)
    {
        await using var newcomer = await door.OpenPhone(signedIn: false, look.Options());
        var page = newcomer.Page;
        var pictures = new StatePictures(page, "visitor", look);
        await page.Locator("input[name=name]").WaitForAsync();
        await pictures.See("welcome");
        await page.ClickAsync("button[type=submit]");
        await page.Locator(".field-error:not(:empty)").First.WaitForAsync();
        await pictures.See("welcome-errors");
        var year = TimeProvider.System.GetUtcNow().Year - 9;
        await page.FillAsync("input[name=name]", "제갈하늘");
        await page.FillAsync("input[name=birthDate]", $"{year}-01-02");
        await page.FillAsync("input[name=phone]", VisitorPageTests.NextNumber());
        await page.ClickAsync("button[type=submit]");
        await page.Locator(".consent").WaitForAsync();
        await pictures.See("consent");
        await page.CheckAsync("input[type=checkbox]");
        await page.ClickAsync("button[type=submit]");
        await page.Locator("input[name=guardianPhone]").WaitForAsync();
        await pictures.See("guardian");
        await page.FillAsync("input[name=guardianPhone]", VisitorPageTests.NextNumber());
        await page.CheckAsync("input[type=checkbox]");
        await page.ClickAsync("button[type=submit]");
        await page.Locator(".inbox output").WaitForAsync();
        await pictures.See("code");
        pictures.AssertAllWell();

        await using var phone = await door.OpenPhone(options: look.Options());
        page = phone.Page;
        pictures = new StatePictures(page, "visitor", look with { Name = look.Name + "-in" });
        await page.Locator("#qr svg").First.WaitForAsync();
        await pictures.See("pass");
        await page.ClickAsync(".stage");
        await pictures.See("enlarged");
        await page.Keyboard.PressAsync("Escape");
        await page.EvaluateAsync("dispatchEvent(new Event('beforeinstallprompt'))");
        await page.Locator(".install").WaitForAsync();
        await pictures.See("home-screen");
        await page.ClickAsync(".install .quiet");
        await page.ClickAsync("#actions button >> nth=1");
        await page.ClickAsync("details summary >> nth=0");
        await page.FillAsync("details input >> nth=0", "홍아람");
        await page.FillAsync("details input >> nth=1", "20160505");
        await page.ClickAsync("details button[type=submit]");
        await page.Locator("li:has-text('홍아람')").WaitForAsync();
        await page.Until("document.querySelector('#accesses').parentElement.querySelector('[role=status]').textContent.length > 10");
        await pictures.See("account");
        await page.Locator(".danger").Last.ClickAsync();
        await pictures.See("delete");
        await page.Keyboard.PressAsync("Escape");
        await page.ClickAsync("#actions button >> nth=1");
        // By name: some people of the demo bring companions already.
        await page.ClickAsync(".person:has-text('홍아람')");
        await page.Locator(".whose:has-text('홍아람')").WaitForAsync();
        await page.Locator("#qr svg").First.WaitForAsync();
        await pictures.See("companion");
        await page.Context.SetOfflineAsync(true);
        await page.Until("document.querySelector('.lasts').textContent.match(/연결이 없어요|No internet/)");
        await pictures.See("offline");
        await page.Context.SetOfflineAsync(false);
        await page.Context.RouteAsync(
            "**/v1/me",
            route =>
                route.FulfillAsync(
                    new()
                    {
                        Status = 401,
                        ContentType = "application/problem+json",
                        Body = """{"code":"session-unknown"}""",
                    }
                )
        );
        await page.ReloadAsync();
        await page.Locator(".trouble button").WaitForAsync();
        await pictures.See("session-over");
        await page.Context.AddInitScriptAsync(
            "IDBObjectStore.prototype.put = () => { throw new DOMException('The disk is full.', 'QuotaExceededError'); };"
        );
        await page.ReloadAsync();
        await page.Locator(".blocked:not(:empty)").WaitForAsync();
        await pictures.See("storage-full");
        await page.Context.UnrouteAsync("**/v1/me");
        await page.Context.RouteAsync("**/v1/me", route => route.FulfillAsync(new() { Status = 204 }));
        await page.ClickAsync("#actions button >> nth=1");
        await page.Locator(".danger").Last.ClickAsync();
        await page.ClickAsync("dialog .danger");
        await page.Locator(".goodbye").WaitForAsync();
        await pictures.See("goodbye");
        pictures.AssertAllWell();
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_state_of_the_scanner_is_accessible(Look look)
    {
        await using var fresh = await door.OpenScanner(paired: false, look.Options());
        await fresh.Page.Locator("form").WaitForAsync();
        var pairing = new StatePictures(fresh.Page, "scanner-pairing", look);
        await pairing.See("pair");
        await fresh.Page.FillAsync("input >> nth=0", "00000-00000");
        await fresh.Page.ClickAsync("button[type=submit]");
        await fresh.Page.Locator(".field-error:not(:empty)").WaitForAsync();
        await pairing.See("pair-refused");
        pairing.AssertAllWell();

        await using var scanner = await door.OpenScanner(options: look.Options(), script: LongVerdicts);
        var page = scanner.Page;
        var pictures = new StatePictures(page, "scanner", look);
        await pictures.See("aim");
        await See(scanner, pictures, await door.NextVisitor().Pass(), "accepted");
        await See(scanner, pictures, door.ExpiredPass(), "refused");
        await See(scanner, pictures, "https://menu.example/", "not-ours");

        await scanner.Context.SetOfflineAsync(true);
        await See(scanner, pictures, await door.NextVisitor().Pass(), "kept");
        await scanner.WaitForKept(1);
        await pictures.See("queue");
        await scanner.Context.SetOfflineAsync(false);
        await page.Locator(".news:visible").WaitForAsync();
        await pictures.See("delivered");

        await page.ClickAsync(".last button");
        await page.Locator("dialog[open]").WaitForAsync();
        await pictures.See("undo");
        await page.Keyboard.PressAsync("Escape");
        await SeeDialog(page, pictures, "nav.tools button >> nth=2", "list");
        await SeeDialog(page, pictures, "nav.tools button >> nth=1", "paper");
        await SeeDialog(page, pictures, "nav.tools button >> nth=3", "settings");

        door.Camera.Show(FakeCamera.Blurred(FakeCamera.Picture(await door.NextVisitor().Pass()), radius: 14));
        await page.Locator(".aim.hinting").WaitForAsync();
        await pictures.See("hint");
        door.Camera.Clear();

        await page.EvaluateAsync("import('/scanner/js/settings.js').then(({ settings }) => settings.setDevice({ authority: null }))");
        await SeeDialog(page, pictures, "nav.tools button >> nth=1", "check-value");
        await page.EvaluateAsync("import('/scanner/js/settings.js').then(({ settings }) => settings.set({ kiosk: true }))");
        await pictures.See("kiosk");
        await page.EvaluateAsync("import('/scanner/js/kiosk.js').then(({ askForKiosk }) => askForKiosk(() => {}))");
        await page.ClickAsync("dialog button[type=submit]");
        await page.Locator("dialog .field-error:not(:empty)").WaitForAsync();
        await pictures.See("kiosk-pin");
        await page.Keyboard.PressAsync("Escape");
        await page.EvaluateAsync(
            "import('/scanner/js/settings.js').then(({ settings }) => settings.set({ kiosk: false, device: { ...settings.device, revoked: true } }))"
        );
        await page.Locator(".panel.revoked").WaitForAsync();
        await pictures.See("revoked");
        pictures.AssertAllWell();
    }

    private async Task See(DoorScanner scanner, StatePictures pictures, string text, string kind)
    {
        door.Camera.Show(FakeCamera.Picture(text));
        Assert.Equal(kind, (await scanner.NextVerdict()).Kind);
        await pictures.See(kind);
        door.Camera.Clear();
        await scanner.Page.ClickAsync(".verdict");
    }

    private static async Task SeeDialog(IPage page, StatePictures pictures, string button, string state)
    {
        await page.ClickAsync(button);
        await page.Locator("dialog[open]").WaitForAsync();
        await page.Locator("output.print[aria-busy]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await pictures.See(state);
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("dialog").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }
}
