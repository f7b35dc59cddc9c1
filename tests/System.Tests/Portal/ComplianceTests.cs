using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>Licence list, printed invitation and registered facility; and the venues that an order affects.</summary>
[Collection(PortalGroup.Name)]
public sealed class ComplianceTests(PortalFixture portal)
{
    [Fact]
    public async Task An_invited_venue_registers_with_a_prefilled_form_and_sees_its_obligation()
    {
        var name = $"초대노래방 {Guid.NewGuid().ToString("N")[..6]}";
        var official = await portal.Official();
        await official.GotoAsync("/compliance/lists");
        await official.Live();
        var csv =
            $"상호,업종,시군구,주소,전화번호\n{name},노래연습장업,서울 종로구,\"종로 77, 2층\",02-123-4567\n=HYPERLINK(),노래방,서울 종로구,종로 78,\n";
        await Load(official, Encoding.UTF8.GetBytes(csv));
        Assert.Contains("수식", await official.Locator("#faults").InnerTextAsync(), StringComparison.Ordinal);
        var bad = await official.APIRequest.GetAsync((await official.GetAttributeAsync("#faults-csv", "href"))!);
        Assert.StartsWith("\ufeff", Encoding.UTF8.GetString(await bad.BodyAsync()), StringComparison.Ordinal);
        Assert.Contains("=HYPERLINK()", Encoding.UTF8.GetString(await bad.BodyAsync()), StringComparison.Ordinal);

        await official.GotoAsync("/compliance/list?state=Missing&region=11110&type=karaoke");
        await official.Live();
        await official.ClickAsync($"#subjects a:has-text('{name}')");
        await official.Arrives("**/compliance/venue/*");
        await official.WaitForSelectorAsync("#invite");
        var venue = new Uri(official.Url).AbsolutePath;
        await official.ClickAsync("#invite");
        var link = (await official.Locator(".sheet-link").GetAttributeAsync("data-link"))!;
        Assert.StartsWith($"{portal.Stack.Owners}join/", link, StringComparison.Ordinal);

        var owner = await portal.Owner();
        await owner.GotoAsync(new Uri(link).AbsolutePath);
        await owner.Live();
        await owner.ClickAsync("#begin");
        await owner.Arrives("**/registration");
        await owner.OpenStep(0);
        Assert.Equal(name, await owner.InputValueAsync("#Name"));
        Assert.Contains("노래연습장", await owner.Locator(".meaning").InnerTextAsync(), StringComparison.Ordinal);

        var facility = await FinishAndApprove(owner, official);
        await owner.GotoAsync($"/facilities/{facility}");
        await owner.WaitForSelectorAsync(".meaning .chip-refused:has-text('의무')");
        Assert.Contains("노래연습장", await owner.Locator(".meaning").InnerTextAsync(), StringComparison.Ordinal);
        await official.GotoAsync(venue);
        await official.WaitForSelectorAsync("#match");
        Assert.Contains("초대", await official.Locator("#match").InnerTextAsync(), StringComparison.Ordinal);

        // It works once: another account gets nothing from it.
        var other = await portal.NewVisitor(portal.Stack.Owners);
        await other.SignUp("박다른", $"other-{Guid.NewGuid():N}@example.com");
        await other.GotoAsync(new Uri(link).AbsolutePath);
        await other.WaitForSelectorAsync(".banner-kept");
        Assert.Equal(0, await other.Locator("#begin").CountAsync());
        await other.Context.CloseAsync();
        await owner.Context.CloseAsync();
        await official.Context.CloseAsync();
    }

    [Fact]
    public async Task An_official_previews_the_impact_of_an_order_and_submits_it()
    {
        var title = $"종로구 고시 {Guid.NewGuid().ToString("N")[..6]}";
        var official = await portal.Official();
        await official.GotoAsync("/policy/orders/new");
        await official.Live();
        await official.Type("#Title", title);
        await official.SelectOptionAsync("#Effect", "Release");
        Assert.Equal("", await official.InputValueAsync("#Region"));
        await official.ClickAsync("#preview");
        await official.WaitForSelectorAsync("#Region-error");
        await official.ChooseRegion("#Region", "11110");
        Assert.True(await official.IsDisabledAsync("#enter"));
        await official.ClickAsync("#preview");
        await official.WaitForSelectorAsync("#covered");
        Assert.Matches(new Regex("^[1-9]"), await official.Locator("#changed").InnerTextAsync());
        await official.ClickAsync("#enter");
        await official.WaitForSelectorAsync($"#order-facts:has-text('{title}'):has-text('종로구'):has-text('의무 해제')");
        await official.Confirm();
        await official.Arrives("**/policy");
        await official.WaitForSelectorAsync($".rows strong:has-text('{title}')");
        await official.GotoAsync("/policy/history");
        await official.WaitForSelectorAsync($".history [role=listitem]:has-text('{title}')");
        await official.Context.CloseAsync();
    }

    [Fact]
    public async Task An_order_for_several_districts_takes_effect_after_another_official_confirms_it()
    {
        var title = $"경상북도 고시 {Guid.NewGuid().ToString("N")[..6]}";
        var first = await portal.Official("approver");
        await first.Open("/policy/orders/new");
        await first.Type("#Title", title);
        await first.ChooseRegion("#Region", "47");
        await first.Pick("#Types", "도서관");
        await first.WaitForSelectorAsync("#needs-second");
        await first.ClickAsync("#preview");
        await first.WaitForSelectorAsync("#covered");
        await first.ClickAsync("#enter");
        await first.WaitForSelectorAsync("#order-facts:has-text('경상북도'):has-text('도서관')");
        await first.Confirm();
        await first.Arrives("**/policy");
        await first.WaitForSelectorAsync($"#proposals li:has-text('{title}')");
        Assert.Equal(0, await first.Locator($"#proposals li:has-text('{title}') [data-approve]").CountAsync());
        await first.Context.CloseAsync();

        var second = await portal.Official("second-approver");
        await second.Open("/policy");
        await second.ClickAsync($"#proposals li:has-text('{title}') [data-approve]");
        await second.WaitForSelectorAsync($"#order-facts:has-text('{title}')");
        await second.Confirm();
        await second.WaitForSelectorAsync($"section:not(#proposals) .rows li:has-text('{title}'):has-text('한승인')");
        Assert.Equal(0, await second.Locator($"#proposals li:has-text('{title}')").CountAsync());
        await second.Open("/policy/history");
        Assert.Equal(2, await second.Locator($".history [role=listitem]:has-text('{title}')").CountAsync());
        await second.Context.CloseAsync();
    }

    // What the list does not know is added, and the health office decides.
    private static async Task<string> FinishAndApprove(IPage owner, IPage official)
    {
        await owner.Type("#BusinessNumber", "220-81-62517");
        await owner.Type("#OpenedOn", "2016-05-02");
        await owner.Type("#Representative", "김초대");
        await owner.ClickAsync("#next");
        Assert.Equal("종로 77, 2층", await owner.InputValueAsync("#Address"));
        await owner.ClickAsync("#next");
        await owner.Type("#Capacity", "40");
        await owner.ClickAsync("#next");
        await owner.Type("#ManagerName", "이관리");
        await owner.Type("#Phone", "02-123-4567");
        if (await owner.Locator("#phone-proven").CountAsync() == 0)
        {
            await owner.ClickAsync("#send-phone-code");
            await owner.Type("#phone-code", await owner.Code("2123"));
            await owner.ClickAsync("#confirm-phone-code");
            await owner.WaitForSelectorAsync("#phone-proven");
        }
        await owner.ClickAsync("#next");
        await owner.Choose(
            "#certificate",
            new FilePayload
            {
                Name = "certificate.png",
                MimeType = "image/png",
                Buffer = OwnerJourneyTests.Certificate,
            }
        );
        await owner.WaitForSelectorAsync(".upload .done");
        await owner.ClickAsync("#submit");
        await owner.Arrives(url => !url.EndsWith("registration", StringComparison.Ordinal));
        var facility = new Uri(owner.Url).Segments[^1];
        await official.GotoAsync($"/reviews/{facility}");
        await official.Live();
        await official.Type("#finding", "사업자등록증과 대조함");
        await official.ClickAsync("#approve");
        await official.Confirm();
        await official.WaitForSelectorAsync(".chip-accepted");
        return facility;
    }

    internal static async Task Load(IPage official, byte[] csv)
    {
        await official.Choose(
            "#list",
            new FilePayload
            {
                Name = "목록.csv",
                MimeType = "text/csv",
                Buffer = csv,
            }
        );
        await official.WaitForSelectorAsync("#loaded");
    }
}
