using KiPass.SystemTests.Visits;
using KiPass.Testing;
using KiPass.Tokens;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>
/// Goal: orders and levels take effect on their start date in the portal, at the door and in statistics; owners are notified. Method: a
/// separate stack whose facilities were created eight days ago, and which is stopped today and restarted tomorrow. libfaketime shifts the
/// clocks of its processes.
/// </summary>
[Collection(PortalGroup.Name)]
public sealed class ObligationDaysTests(PortalFixture portal) : IDisposable
{
    private const string Busy = "이태원 클럽 누아";
    private const string Karaoke = "신촌 소리나무 코인노래연습장";
    private const string Seodaemun = "11410";
    private const string Yongsan = "11170";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Orders_and_alert_levels_take_effect_on_their_start_date()
    {
        int ports;
        await using (var past = await KiPassStack.Start(demo: true, data: folder.Path, environment: FakeClock.Ahead(-8 * Day)))
        {
            ports = past.PortBase;
        }
        ScannerDevice device;
        Guid facility;
        await using (var today = await KiPassStack.Start(data: folder.Path, portBase: ports))
        {
            facility = FacilityOf(today, Busy);
            device = await Pair(today, Busy);
            Assert.Equal("accepted", (await Scan(today, device)).Code);
            // Who was active is read when the register begins, and then every half an hour.
            today.Kill("register");

            var official = await Signed(today, today.Officials, "official");
            await Enter_conflicting_orders_and_check_which_one_prevails(today, official);
            await Find_the_silent_venue_and_record_a_contact(official);
            await official.Context.CloseAsync();
            await Schedule_caution_level_for_tomorrow(today);
            await Check_that_the_owner_is_notified_today(today, facility);
            Assert.Equal("accepted", (await Scan(today, device)).Code);
        }
        await using (var tomorrow = await KiPassStack.Start(data: folder.Path, portBase: ports, environment: FakeClock.Ahead(Day)))
        {
            var refused = await Scan(tomorrow, device, Day);
            Assert.Equal((403, "collection-ended"), (refused.Status, refused.Code));
            await Check_that_the_owner_is_no_longer_obligated(tomorrow, facility);
        }
        device.Dispose();
    }

    private async Task Enter_conflicting_orders_and_check_which_one_prevails(KiPassStack stack, IPage official)
    {
        await Enter(official, "서울특별시 고시 제2020-901호", "Release", "11");
        await Approve(stack, "서울특별시 고시 제2020-901호");
        await official.GotoAsync("/policy/orders/new");
        await Fill(official, "서대문구 고시 제2020-902호", "Require", Seodaemun);
        // The silos read the first order within five seconds.
        await Eventually.True(
            async () =>
            {
                await official.ClickAsync("#preview");
                await official.WaitForSelectorAsync("#covered");
                return await official.Locator("#changed").InnerTextAsync() == "1";
            },
            "the preview sees the order before"
        );
        Assert.Equal("1", await official.Locator("#covered").InnerTextAsync());
        var touched = await official.Locator(".preview .rows").First.InnerTextAsync();
        Assert.Matches($"(?s){Karaoke}.*자율.*→.*의무", touched);
        var rivals = await official.Locator("#rivals").InnerTextAsync();
        Assert.Contains("서울특별시 고시 제2020-901호", rivals, StringComparison.Ordinal);
        Assert.Contains("입력한 내용이 우선합니다", rivals, StringComparison.Ordinal);
        await official.ClickAsync("#enter");
        await official.Confirm();
        await official.Arrives("**/policy");
        await official.WaitForSelectorAsync(".rows strong:has-text('제2020-902호')");
    }

    private static async Task Find_the_silent_venue_and_record_a_contact(IPage official)
    {
        await Eventually.True(
            async () =>
            {
                await official.GotoAsync($"/compliance/list?state=Silent&region={Yongsan}");
                await official.WaitForSelectorAsync("#subjects, .empty");
                return await official.Locator(".empty").CountAsync() == 1;
            },
            "the venue that was entered today is silent no more",
            TimeSpan.FromSeconds(150)
        );
        // The silos read the order within five seconds.
        await Eventually.True(
            async () =>
            {
                await official.GotoAsync($"/compliance?region={Seodaemun}");
                await official.Live();
                return await official.Locator("#sum-Silent").InnerTextAsync() == "1";
            },
            "the figures count the venue that the order obliges"
        );
        await official.ClickAsync("#sum-Silent");
        await official.ClickAsync($"#subjects a:has-text('{Karaoke}')");
        await official.WaitForSelectorAsync("#add");
        await official.Live();
        await official.SelectOptionAsync("#Kind", "Called");
        await official.Type("#Note", "내일부터 다시 스캔하겠다고 함");
        await official.ClickAsync("#add");
        await official.WaitForSelectorAsync("#contacts [role=listitem]:has-text('내일부터 다시 스캔하겠다고 함')");
        Assert.Contains("이조사", await official.Locator("#contacts").InnerTextAsync(), StringComparison.Ordinal);
    }

    private async Task Schedule_caution_level_for_tomorrow(KiPassStack stack)
    {
        var approver = await Signed(stack, stack.Officials, "approver");
        await approver.GotoAsync("/policy/levels");
        await approver.Live();
        await approver.SelectOptionAsync("#Level", "Caution");
        await approver.Type("#From", $"{Today + 1}");
        await approver.Type("#Note", "중앙재난안전대책본부 공고");
        Assert.True(await approver.IsDisabledAsync("#enter"));
        await approver.ClickAsync("#preview");
        await approver.WaitForSelectorAsync("#covered");
        Assert.Equal(
            ("12", "12"),
            (await approver.Locator("#covered").InnerTextAsync(), await approver.Locator("#changed").InnerTextAsync())
        );
        await approver.ClickAsync("#enter");
        await approver.WaitForSelectorAsync($"#proposals li:has-text('{Today + 1}'):has-text('주의')");
        Assert.Equal(0, await approver.Locator("[data-approve]").CountAsync());
        await approver.Context.CloseAsync();
        // A lower level ends obligations, so another person approves it.
        var second = await Signed(stack, stack.Officials, "second-approver");
        await second.GotoAsync("/policy/levels");
        await second.Live();
        await second.ClickAsync("[data-approve]");
        await second.WaitForSelectorAsync($".history [role=listitem]:has-text('{Today + 1}'):has-text('주의'):has-text('한승인')");
        await second.Context.CloseAsync();
    }

    private async Task Check_that_the_owner_is_notified_today(KiPassStack stack, Guid facility)
    {
        var owner = await Signed(stack, stack.Owners, "owner");
        await Eventually.True(
            async () =>
            {
                await owner.GotoAsync("/facilities");
                await owner.Live();
                return await owner.Locator($".inbox li:has-text('{Today + 1}부터 전자출입명부 의무가 바뀝니다')").CountAsync() > 0;
            },
            "a message about tomorrow has reached the owner",
            TimeSpan.FromSeconds(60)
        );
        Assert.Equal(12, await owner.Locator($".mud-alert:has-text('{Today + 1}') .obligation-next").CountAsync());
        await owner.GotoAsync($"/facilities/{facility}");
        await owner.WaitForSelectorAsync($"#obligation-banner:has-text('{Today + 1}')");
        Assert.Contains("의무", await owner.Locator(".meaning .chip").First.InnerTextAsync(), StringComparison.Ordinal);
        await owner.Context.CloseAsync();
    }

    private async Task Check_that_the_owner_is_no_longer_obligated(KiPassStack stack, Guid facility)
    {
        var owner = await Signed(stack, stack.Owners, "owner");
        await owner.GotoAsync($"/facilities/{facility}");
        await owner.WaitForSelectorAsync(".meaning .chip:has-text('자율')");
        Assert.Contains("주의", await owner.Locator(".meaning").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("자율", await owner.Locator("#obligation-history .now").InnerTextAsync(), StringComparison.Ordinal);
        await owner.Context.CloseAsync();
    }

    private static async Task Enter(IPage official, string title, string effect, string region)
    {
        await official.GotoAsync("/policy/orders/new");
        await Fill(official, title, effect, region);
        await official.ClickAsync("#preview");
        await official.WaitForSelectorAsync("#covered");
        await official.ClickAsync("#enter");
        await official.Confirm();
        await official.Arrives("**/policy");
    }

    // An order for a whole province needs a second official.
    private async Task Approve(KiPassStack stack, string title)
    {
        var approver = await Signed(stack, stack.Officials, "approver");
        await approver.Open("/policy");
        await approver.ClickAsync($"#proposals li:has-text('{title}') [data-approve]");
        await approver.Confirm();
        await approver.WaitForSelectorAsync($"section:not(#proposals) .rows li:has-text('{title}')");
        await approver.Context.CloseAsync();
    }

    private static async Task Fill(IPage official, string title, string effect, string region)
    {
        await official.Live();
        await official.Type("#Title", title);
        await official.SelectOptionAsync("#Effect", effect);
        await official.ChooseRegion("#Region", region);
        await official.Pick("#Types", "노래연습장");
        await official.Type("#From", $"{Today}");
    }

    private static KoreanDay Today => KoreanDay.Of(TimeProvider.System.GetUtcNow());

    private async Task<IPage> Signed(KiPassStack stack, Uri area, string role)
    {
        var page = await portal.NewVisitor(area);
        await page.SignIn(PortalFixture.AccountOf(stack, role));
        return page;
    }

    private static Guid FacilityOf(KiPassStack stack, string name) =>
        stack
            .Demo.GetProperty("facilities")
            .EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == name)
            .GetProperty("id")
            .GetGuid();

    private static async Task<ScannerDevice> Pair(KiPassStack stack, string name)
    {
        var facility = stack.Demo.GetProperty("facilities").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
        return await ScannerDevice.Pair(stack.Register, facility.GetProperty("pairingCodes")[0].GetString()!);
    }

    private static async Task<ScanReply> Scan(KiPassStack stack, ScannerDevice device, TimeSpan ahead = default)
    {
        var visitor = new DemoVisitor(stack.Issuer, stack.Demo.GetProperty("visitors")[0]);
        return await device.Scan(await visitor.Pass(), Guid.NewGuid(), TimeProvider.System.GetUtcNow() + ahead);
    }
}
