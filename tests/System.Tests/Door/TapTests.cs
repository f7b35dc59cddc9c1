using System.Text.Json;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door;

/// <summary>
/// Goal: a page update does not lose a tap in progress. A tap is lost if its element is re-created between pointer down and up. A
/// real tap takes about 100 ms; here the pointer stays down until the page has updated.
/// </summary>
[Collection(DoorGroup.Name)]
public sealed class TapTests(DoorFixture door)
{
    // Only fetched codes have a line that counts down.
    private const string NoDatabase = "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };";

    [Fact]
    public async Task Taps_on_a_companion_and_on_renewal_survive_a_page_update()
    {
        await using var phone = await door.OpenPhone(script: NoDatabase);
        var page = phone.Page;
        await page.Locator("#qr svg").First.WaitForAsync();
        var session = await page.EvaluateAsync<string>("JSON.parse(localStorage.getItem('kipass.session'))");
        var added = await page.APIRequest.PostAsync(
            new Uri(door.Stack.Issuer, "/v1/me/companions").ToString(),
            new()
            {
                Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {session}" },
                DataObject = new { name = "홍아람", birthDate = "2016-05-05" },
            }
        );
        Assert.True(added.Ok, await added.TextAsync());
        var person = page.Locator(".person:has-text('홍아람')");
        await page.ReloadAsync();
        await person.WaitForAsync();

        // The names stand there from the last time; the answer of this time comes while the finger is down.
        var answer = new TaskCompletionSource();
        await page.RouteAsync(
            "**/v1/me",
            async route =>
            {
                await answer.Task;
                await route.ContinueAsync();
            }
        );
        await page.ReloadAsync();
        await Tap(
            page,
            person,
            async () =>
            {
                var learned = page.WaitForResponseAsync("**/v1/me");
                answer.SetResult();
                await (await learned).FinishedAsync();
                await page.LetPass(200);
            }
        );
        await page.Locator(".whose:has-text('홍아람')").WaitForAsync(new() { Timeout = 3000 });

        // The line above the button counts down the seconds that the held codes last.
        await page.RouteAsync("**/v1/passes", route => route.FulfillAsync(new() { Status = 401, Body = """{"code":"session-unknown"}""" }));
        await page.ClickAsync(".another");
        var line = page.Locator(".trouble p");
        await Tap(
            page,
            page.Locator(".trouble button"),
            async () =>
            {
                var before = await line.InnerTextAsync();
                await page.Until($"document.querySelector('.trouble p').innerText !== {JsonSerializer.Serialize(before)}");
            }
        );
        // This phone has not typed its person yet, so the renewal is the sign-up.
        await page.Locator("input[name=phone]").WaitForAsync(new() { Timeout = 3000 });
    }

    [Fact]
    public async Task A_tap_on_the_start_button_survives_a_settings_update()
    {
        await using var scanner = await door.OpenScanner(
            script: "navigator.permissions.query = async () => ({ state: 'prompt' });",
            waitForDoor: false
        );
        var page = scanner.Page;
        await Tap(
            page,
            page.Locator(".start"),
            async () =>
                await page.EvaluateAsync("import('/scanner/js/settings.js').then(({ settings }) => settings.setDevice({ zone: '3층' }))")
        );
        await scanner.WaitForReader();
        Assert.Equal("3층", await page.Locator(".zone").InnerTextAsync());
    }

    private static async Task Tap(IPage page, ILocator target, Func<Task> meanwhile)
    {
        await target.HoverAsync();
        await page.Mouse.DownAsync();
        await meanwhile();
        await page.Mouse.UpAsync();
    }
}
