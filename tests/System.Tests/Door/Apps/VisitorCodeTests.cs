using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>Whose code the visitor's page shows, and what it offers below the code.</summary>
[Collection(AppGroup.Name)]
public sealed class VisitorCodeTests(AppFixture apps)
{
    [Fact]
    public async Task Companions_are_chosen_by_name_or_by_a_swipe_and_the_page_counts_them()
    {
        await using var server = await AppServer.Visitor();
        server.Companions["child"] = "홍아람";
        var page = await apps.OpenVisitor(server);
        await page.Locator(".person:has-text('홍아람')").WaitForAsync();
        Assert.Equal("김시험 1/2", await page.Locator(".whose").InnerTextAsync());
        await page.ClickAsync(".person:has-text('홍아람')");
        await page.Locator(".whose:has-text('홍아람 2/2')").WaitForAsync();
        Assert.Equal("홍아람 님의 QR 2/2", await page.Locator("#announcer").InnerTextAsync());
        await Opens("child");

        await Swipe(from: 100, to: 300);
        await page.Locator(".whose:has-text('김시험 1/2')").WaitForAsync();
        await Opens("self");
        await Swipe(from: 300, to: 100);
        await page.Locator(".whose:has-text('홍아람 2/2')").WaitForAsync();
        // A swipe does not enlarge the code.
        Assert.Equal("false", await page.GetAttributeAsync(".stage", "aria-pressed"));
        await page.Context.CloseAsync();

        async Task Swipe(float from, float to)
        {
            var code = (await page.Locator("#qr").BoundingBoxAsync())!;
            await page.Mouse.MoveAsync(from, code.Y + 100);
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync(to, code.Y + 100, new() { Steps = 4 });
            await page.Mouse.UpAsync();
        }

        Task Opens(string person) =>
            Eventually.True(
                async () =>
                    await page.Locator("#qr svg").CountAsync() > 0 && server.Tickets.Open(await page.CodeOnScreen()).Person == person,
                $"the code is of {person}"
            );
    }

    [Fact]
    public async Task The_page_offers_its_place_on_the_home_screen_until_somebody_answers()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server);
        await page.Locator("#qr svg").First.WaitForAsync();
        Assert.Equal(0, await page.Locator(".install").CountAsync());
        await Offer();
        await page.Locator(".install:has-text('홈 화면에 추가')").WaitForAsync();
        await page.ClickAsync("#actions button:has-text('English')");
        await page.Locator(".install:has-text('Add to home screen')").WaitForAsync();
        await page.ClickAsync(".install .primary");
        Assert.True(await page.EvaluateAsync<bool>("wasPrompted"));
        Assert.Equal(0, await page.Locator(".install").CountAsync());

        await page.ReloadAsync();
        await page.Locator("#qr svg").First.WaitForAsync();
        await Offer();
        await page.LetPass(500);
        Assert.Equal(0, await page.Locator(".install").CountAsync());
        await page.Context.CloseAsync();

        Task Offer() =>
            page.EvaluateAsync(
                """
                const offer = new Event("beforeinstallprompt", { cancelable: true });
                offer.prompt = async () => (globalThis.wasPrompted = true);
                dispatchEvent(offer);
                """
            );
    }

    [Fact]
    public async Task An_iPhone_is_told_how_to_add_the_page_to_the_home_screen()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, "navigator.standalone = false;");
        await page.Locator(".install:has-text('공유 버튼')").WaitForAsync();
        Assert.Equal(0, await page.Locator(".install .primary").CountAsync());
        await page.ClickAsync(".install .quiet");
        Assert.Equal(0, await page.Locator(".install").CountAsync());
        await page.Context.CloseAsync();
    }
}
