using System.Text;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>What officials see once there is something to do: venues that are missing, bad rows, invitations, orders, previews and exemptions.</summary>
[Collection(PortalGroup.Name)]
public sealed class LookOfficialsTests(PortalFixture portal)
{
    private const string List = """
        상호,업종,시군구,주소,전화번호
        달빛노래연습장,노래연습장업,서울 중구,"세종대로 110, 지하 1층",02-120-0001
        남산헌팅포차,헌팅포차,서울 중구,퇴계로 77,02-120-0002
        청계단란주점,단란주점,서울 종로구,청계천로 35,
        부산콜라텍,콜라텍,부산 해운대구,해운대로 570,051-749-4000
        제주홍보관,직접판매홍보관,제주 제주시,중앙로 20,
        =HYPERLINK("x"),노래방,서울 종로구,종로 78,
        이름만 있는 줄
        우주클럽,우주정거장,서울 종로구,종로 79,
        """;

    [Fact]
    public async Task Compliance_lists_statistics_and_invitations_are_accessible()
    {
        var official = await portal.Official();
        await Appearance.Check(
            official,
            portal.Stack.Officials,
            async look =>
            {
                await official.Open("/compliance/lists");
                await ComplianceTests.Load(official, Encoding.UTF8.GetBytes(List));
                await official.WaitForSelectorAsync("#faults");
                await look("compliance-lists-loaded");
                foreach (
                    var (name, query) in new[]
                    {
                        ("missing", "?region=*&show=Missing"),
                        ("seoul", "?region=11&show=Share"),
                        ("district", "?region=11140&show=Silent"),
                    }
                )
                {
                    await official.Open($"/compliance{query}");
                    await official.WaitForSelectorAsync("#figures");
                    await look($"compliance-{name}");
                }
                await official.Open("/compliance/list?state=Missing&region=11140");
                await official.WaitForSelectorAsync("#subjects, .empty");
                await look("compliance-list-missing");
                await official.Open("/compliance/list?state=Invited&region=11140");
                await official.WaitForSelectorAsync("#subjects, .empty");
                await look("compliance-list-invited");
                await official.Open("/compliance/list?state=Missing&region=11110");
                await official.ClickAsync("#subjects a:has-text('청계단란주점')");
                await official.WaitForSelectorAsync("#add");
                await official.ClickAsync("#add");
                await official.WaitForSelectorAsync("#Note-error");
                await look("compliance-venue-wrong");
            }
        );
        await official.Context.CloseAsync();
    }

    [Fact]
    public async Task Orders_impact_previews_and_exemptions_are_accessible()
    {
        var official = await portal.Official();
        await Enter(official, "제주특별자치도 고시 제2020-77호", "50110");
        await Enter(official, "경기도 고시 제2020-78호", "41");
        await official.Open($"/reviews/{portal.Facility("academy-300")}");
        await official.ClickAsync("#exempt summary");
        await official.Type("#ExemptReason", "수강생이 없는 기간에 시설을 완전히 비움");
        await official.ClickAsync("#propose");
        await official.WaitForSelectorAsync(".mud-snackbar");
        await Appearance.Check(
            official,
            portal.Stack.Officials,
            async look =>
            {
                await official.Open("/policy");
                await official.WaitForSelectorAsync(".rows");
                await look("policy-some");
                await official.Open("/policy/history");
                await look("policy-history-some");
                await official.Open("/policy/exemptions");
                await look("policy-exemptions-some");
                await official.Open("/policy/levels");
                await official.Type("#Note", "중앙재난안전대책본부 공고");
                await official.ClickAsync("#preview");
                await official.WaitForSelectorAsync("#covered");
                await look("policy-levels-preview");
                await official.Open("/policy/orders/new");
                await official.ClickAsync("#preview");
                await official.WaitForSelectorAsync("#Title-error");
                await look("policy-orders-new-wrong");
                await official.Type("#Title", "서울특별시 고시 제2020-415호");
                await official.SelectOptionAsync("#Effect", "Release");
                await official.ChooseRegion("#Region", "11");
                await official.Pick("#Types", "노래연습장");
                await official.ClickAsync("#preview");
                await official.WaitForSelectorAsync("#covered");
                await look("policy-orders-new-preview");
                await official.ClickAsync("#enter");
                await official.WaitForSelectorAsync("#order-facts");
                await look("policy-orders-new-confirm");
                await official.ClickAsync("[role=dialog] .button-quiet");
                // Or what was typed would be filled in again at the next look.
                await official.Open("/policy");
                await official.EvaluateAsync("() => sessionStorage.clear()");
            }
        );
        await official.Context.CloseAsync();
    }

    [Fact]
    public async Task Each_printout_fits_on_one_A4_sheet()
    {
        var owner = await portal.Owner();
        await owner.GotoAsync($"/facilities/{portal.Facility("karaoke")}/notice");
        Assert.Equal(1, await Appearance.Print(owner, "notice"));
        await owner.Context.CloseAsync();

        var official = await portal.Official();
        await official.Open("/compliance/lists");
        var name = $"중앙노래연습장 {Guid.NewGuid():N}"[..14];
        var rows = Enumerable.Range(1, 2).Select(i => $"{name} {i}호점,노래방,부산 중구,\"중앙대로 {i}, 3층\",");
        await ComplianceTests.Load(official, Encoding.UTF8.GetBytes($"상호,업종,시군구,주소,전화번호\n{string.Join('\n', rows)}\n"));
        await official.Open("/compliance/list?state=Missing&region=26110");
        await official.WaitForSelectorAsync("#invite");
        var asked = await official.Locator("#subjects li").CountAsync();
        Assert.True(asked >= 2, $"{asked} venues to invite");
        await official.ClickAsync("#invite");
        await official.Locator(".sheet-qr img").First.WaitForAsync();
        Assert.Equal(asked, await Appearance.Print(official, "invitations"));
        var link = (await official.Locator(".sheet-link").First.GetAttributeAsync("data-link"))!;
        await Appearance.Check(
            official,
            portal.Stack.Officials,
            async look =>
            {
                await official.Open("/compliance/list?state=Invited&region=26110");
                await official.WaitForSelectorAsync("#invite");
                await look("compliance-list-to-invite");
            },
            hurry: true
        );
        await official.Context.CloseAsync();

        var invited = await portal.Owner();
        await Appearance.Check(
            invited,
            portal.Stack.Owners,
            async look =>
            {
                await invited.Open(new Uri(link).AbsolutePath);
                await invited.WaitForSelectorAsync("#begin");
                await look("join");
            }
        );
        await invited.Context.CloseAsync();
    }

    private static async Task Enter(IPage official, string title, string region)
    {
        await official.Open("/policy/orders/new");
        await official.Type("#Title", title);
        await official.ChooseRegion("#Region", region);
        await official.Pick("#Types", "도서관");
        await official.ClickAsync("#preview");
        await official.WaitForSelectorAsync("#covered");
        await official.ClickAsync("#enter");
        await official.Confirm();
        await official.Arrives("**/policy");
    }
}
