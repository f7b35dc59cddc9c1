using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>Two clicks in quick succession have the effect of one, in both portals.</summary>
[Collection(PortalGroup.Name)]
public sealed class DoubleClickTests(PortalFixture portal)
{
    // Faster than a hand: both events leave the browser before the portal has answered the first.
    private const string TwoClicks = "button => { button.click(); button.click(); }";

    [Theory]
    [InlineData("#submit-order", true)]
    [InlineData("#submit-order", false)]
    [InlineData("#save-order", true)]
    [InlineData("#save-order", false)]
    public async Task Two_clicks_on_the_order_form_make_one_order(string button, bool byHand)
    {
        var page = await portal.Official();
        await OpenCase(page);
        var address = page.Url;
        await page.ClickAsync("#new-order");
        await page.WaitForSelectorAsync("#Phone");
        await page.Type("#Phone", "010-1234-5678");
        await page.Type("#Name", "두번클릭");
        await page.Type("#Reason", "집단감염 확인");
        await Twice(page, button, byHand);
        await page.Arrives("**/orders/*");
        await page.GotoAsync(address);
        await page.Live();

        Assert.Equal(1, await page.Locator("main a[href*='/orders/'], main a[href*='/order/']").CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Two_clicks_on_create_case_make_one_case_and_no_error()
    {
        var page = await portal.Official();
        await page.Open("/cases");
        var number = $"2020-{Guid.NewGuid():N}"[..20];
        await page.Type("#Number", number);
        await Twice(page, "#open-case", byHand: false);
        await page.Arrives("**/cases/*");
        await page.Open("/cases");
        Assert.Equal(1, await page.Locator("main tbody tr, main li", new() { HasText = number }).CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Two_clicks_on_register_a_facility_make_one_draft()
    {
        var page = await portal.NewVisitor(portal.Stack.Owners);
        await page.SignUp("두번클", $"twice-{Guid.NewGuid():N}@example.com");
        await page.Live();
        await page.Locator("a[href='/facilities/new']").First.EvaluateAsync(TwoClicks.Replace("button", "link", StringComparison.Ordinal));
        await page.Arrives("**/facilities/*/registration");
        // Two tabs at the same time.
        var (one, other) = (await page.Context.NewPageAsync(), await page.Context.NewPageAsync());
        await Task.WhenAll(one.GotoAsync("/facilities/new"), other.GotoAsync("/facilities/new"));
        foreach (var tab in new[] { one, other })
        {
            Assert.Equal(page.Url, await tab.Reaches(address => address.EndsWith("/registration", StringComparison.Ordinal)));
        }
        await page.Open("/facilities");
        Assert.Equal(1, await page.Locator(".facility-cards > li").CountAsync());
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_clicks_on_invite_make_one_link(bool byHand)
    {
        var page = await portal.Owner();
        await page.Open($"/facilities/{portal.Facility("karaoke")}/people");
        await Twice(page, "#invite", byHand);
        var link = await page.InputValueAsync("#invitation-link");
        // What is sent after the clicks is answered after them.
        await page.SelectOptionAsync("#role", "Scanner");
        await page.Locator(".field-hint", new() { HasText = "스캐너" }).First.WaitForAsync();
        Assert.Equal(link, await page.InputValueAsync("#invitation-link"));
        await page.Context.CloseAsync();
    }

    private static async Task OpenCase(IPage page)
    {
        await page.Open("/cases");
        await page.Type("#Number", $"2020-{Guid.NewGuid():N}"[..20]);
        await page.ClickAsync("#open-case");
        await page.WaitForSelectorAsync("#new-order");
    }

    private static Task Twice(IPage page, string button, bool byHand) =>
        byHand ? page.DblClickAsync(button) : page.Locator(button).EvaluateAsync(TwoClicks);
}
