using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>Both apps notice that the device's clock was set, keep the server's time and ask for it again.</summary>
[Collection(AppGroup.Name)]
public sealed class ClockTests(AppFixture apps)
{
    [Theory]
    [InlineData(60_000)]
    [InlineData(-60_000)]
    [InlineData(3_600_000)]
    [InlineData(-3_600_000)]
    public async Task A_phone_shows_the_current_code_after_its_clock_is_corrected(int wrongBy)
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, AppFixture.DeviceClock, query: $"?ahead={wrongBy}");
        await AssertShowsNow(page, server);
        var asked = server.Sent("GET /v1/me").Count;

        await page.EvaluateAsync("deviceAhead = 0");
        await Eventually.True(() => server.Sent("GET /v1/me").Count > asked, "the issuer is asked again");
        await AssertShowsNow(page, server);
        Assert.Equal(0, await page.Locator(".trouble p").CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_page_resynchronizes_if_the_clock_was_corrected_while_it_was_closed()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, AppFixture.DeviceClock, query: "?ahead=60000");
        await AssertShowsNow(page, server);
        var asked = server.Sent("GET /v1/me").Count;
        await page.GotoAsync(server.Address.ToString());
        await Eventually.True(() => server.Sent("GET /v1/me").Count > asked, "the issuer is asked again");
        await AssertShowsNow(page, server);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_offline_clock_change_shows_a_warning_until_the_next_synchronization()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, AppFixture.DeviceClock);
        await AssertShowsNow(page, server);
        server.IsDown = true;
        await page.EvaluateAsync("deviceAhead = 120000");
        await page.Locator(".trouble:has-text('시계가 바뀌었어요')").WaitForAsync();
        // Set while somebody looks at the page: the time of the issuer goes on.
        await AssertShowsNow(page, server);
        server.IsDown = false;
        await page.Locator(".trouble p").WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 45_000 });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Time_asleep_is_not_mistaken_for_a_clock_change()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, AppFixture.DeviceClock);
        await AssertShowsNow(page, server);
        server.IsDown = true;
        // The monotonic clock stands still while a phone sleeps.
        await page.EvaluateAsync("isAway = true; document.dispatchEvent(new Event('visibilitychange'))");
        await page.EvaluateAsync("deviceAhead = 120000; isAway = false; document.dispatchEvent(new Event('visibilitychange'))");
        server.Ahead = TimeSpan.FromMinutes(2);
        await AssertShowsNow(page, server, ahead: 120_000);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(-60_000)]
    [InlineData(3_600_000)]
    public async Task A_scanner_uses_the_registers_time_after_its_clock_is_changed(int moved)
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server, AppFixture.DeviceClock);
        await scanner.Page.Until("localStorage.getItem('kipass.clock') !== null");
        var asked = server.Sent("GET /v1/time").Count;
        await scanner.Page.EvaluateAsync($"deviceAhead = {moved}");
        // It asks three times; what is answered then is right whatever happens to the device's clock.
        await Eventually.True(() => server.Sent("GET /v1/time").Count >= asked + 3, "the register is asked again");
        await scanner.Page.LetPass(500);

        server.IsDown = true;
        await scanner.Page.EvaluateAsync("deviceAhead = 0");
        Assert.Equal("kept", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        await scanner.Page.Locator(".notice:has-text('시계가 바뀌었어요')").WaitForAsync();
        server.IsDown = false;
        await scanner.WaitForKept(0);
        await Eventually.True(() => server.Sent("POST /v1/scans/batch").Count > 0, "the kept scan is delivered");
        var sent = server.Sent("POST /v1/scans/batch")[^1].GetProperty("scans")[0].GetProperty("scannedAt").GetDateTimeOffset();
        Assert.InRange((server.Now - sent).TotalSeconds, -2, 30);
        await scanner.Page.Locator(".notice").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    private static async Task AssertShowsNow(IPage page, AppServer server, int ahead = 0) =>
        await Eventually.True(
            async () =>
            {
                if (await page.CodeOnScreen() is not { Length: > 0 } text)
                {
                    return false;
                }
                var start = server.Tickets.Open(text).Start;
                var now = TimeProvider.System.GetUtcNow().AddMilliseconds(ahead);
                return now >= start.AddSeconds(-1.5) && now <= start.AddSeconds(TestTickets.SlotSeconds + 1.5);
            },
            "the code on screen is of this moment"
        );
}
