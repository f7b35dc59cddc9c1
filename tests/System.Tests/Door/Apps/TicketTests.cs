using System.Text.Json;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>The visitor's page computes codes from tickets by itself: an independent decoder reads what is on the screen.</summary>
[Collection(AppGroup.Name)]
public sealed class TicketTests(AppFixture apps)
{
    private const int Hour = 3_600_000;
    private const int Day = 24 * Hour;
    private const int FiveMinutes = 300_000;

    [Fact]
    public async Task Codes_need_no_network_after_a_reload_twenty_hours_later_and_on_the_next_day()
    {
        await using var server = await AppServer.Visitor();
        var page = await OpenInstalled(server);
        await Shows(page, server, TimeSpan.Zero);
        await page.Locator(".lasts:has-text('인터넷이 없어도')").WaitForAsync();
        server.IsDown = true;
        await page.Context.SetOfflineAsync(true);
        var seen = new HashSet<(int, int)>();
        foreach (var later in new[] { 0, 20 * Hour, 5 * Hour, 20 * Hour })
        {
            await page.EvaluateAsync($"goAhead({later})");
            await page.ReloadAsync();
            var code = await Shows(page, server, await Ahead(page));
            Assert.True(seen.Add((code.Day, code.N)), "each showing has a different ticket");
            await page.Locator(".lasts:has-text('인터넷 연결이 없어요')").WaitForAsync();
            Assert.Equal(0, await page.Locator(".trouble p").CountAsync());
        }
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_left_open_shows_codes_of_the_next_day_after_midnight_without_network()
    {
        await using var server = await AppServer.Visitor();
        var page = await OpenInstalled(server);
        var before = await Shows(page, server, TimeSpan.Zero);
        server.IsDown = true;
        var slot = $"(Date.now() + {TestTickets.HoursOfKorea * Hour}) % {Day}";
        await page.EvaluateAsync($"goAhead({Day} - {slot} + 1000)");
        var after = await Shows(page, server, await Ahead(page));
        Assert.Equal((before.Day + 1, 0), (after.Day, after.Slot));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Each_showing_takes_another_ticket_and_so_does_the_button_and_five_minutes()
    {
        await using var server = await AppServer.Visitor();
        var page = await OpenInTheMorning(server);
        var seen = new List<int> { (await Shows(page, server, server.Ahead)).N };
        await page.EvaluateAsync("hide()");
        await page.EvaluateAsync("show()");
        seen.Add((await Shows(page, server, await Ahead(page))).N);
        await page.ClickAsync(".another");
        await page.Until("document.getElementById('announcer').textContent.includes('새 QR')");
        seen.Add((await Shows(page, server, await Ahead(page))).N);
        await page.EvaluateAsync("goAhead(60000)");
        Assert.Equal(seen[^1], (await Shows(page, server, await Ahead(page))).N);
        await page.EvaluateAsync($"goAhead({FiveMinutes - 60000})");
        seen.Add((await Shows(page, server, await Ahead(page))).N);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_code_is_on_the_screen_within_100_ms_of_the_page_becoming_visible()
    {
        const int Times = 30;
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, AppFixture.Time);
        await Shows(page, server, TimeSpan.Zero);
        var took = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            await page.EvaluateAsync("hide()");
            took.Add(await page.EvaluateAsync<double>("show()"));
        }
        took.Sort();
        var (median, most) = (took[Times / 2], took[(int)(Times * 0.95)]);
        TestContext.Current.SendDiagnosticMessage("visible to code: median {0:0.0} ms, 95 % {1:0.0} ms", median, most);
        // The 95 % is for the report: other tests share this machine.
        Assert.True(median < 100, $"median {median:0.0} ms, 95 % {most:0.0} ms");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_page_opens_with_a_code_within_a_second_without_network()
    {
        const int Times = 5;
        await using var server = await AppServer.Visitor();
        var page = await OpenInstalled(
            server,
            "new MutationObserver(() => { if (document.querySelector('#qr svg')) globalThis.firstCode ??= performance.now(); }).observe(document, { childList: true, subtree: true });"
        );
        await page.Context.SetOfflineAsync(true);
        var took = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            await page.ReloadAsync();
            await page.Until("globalThis.firstCode");
            took.Add(await page.EvaluateAsync<double>("firstCode"));
        }
        took.Sort();
        TestContext.Current.SendDiagnosticMessage("offline start to code: median {0:0} ms, longest {1:0} ms", took[Times / 2], took[^1]);
        Assert.True(took[Times / 2] < 1000, string.Join(", ", took));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_day_with_ten_entries_needs_at_most_three_requests()
    {
        await using var server = await AppServer.Visitor();
        var page = await OpenInTheMorning(server);
        await Shows(page, server, server.Ahead);
        for (var i = 0; i < 10; i++)
        {
            await page.EvaluateAsync("hide()");
            await page.EvaluateAsync($"goAhead({15 * 60_000})");
            server.Ahead = await Ahead(page);
            await page.EvaluateAsync("show()");
        }
        await Shows(page, server, await Ahead(page));
        Assert.Single(server.Sent("POST /v1/tickets"));
        Assert.InRange(server.Requests.Count, 1, 3);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Tickets_are_topped_up_before_they_run_out_and_reused_when_there_are_no_more()
    {
        await using var server = await AppServer.Visitor();
        var page = await OpenInTheMorning(server);
        var first = await Shows(page, server, server.Ahead);
        var from = server.Sent("POST /v1/tickets")[0].GetProperty("from").GetInt32();
        for (var i = 0; i < 16; i++)
        {
            await page.EvaluateAsync("hide()");
            await page.EvaluateAsync("show()");
        }
        // Not at once again: the issuer may send fewer than the phone would take.
        await page.EvaluateAsync("goAhead(11 * 60000)");
        server.Ahead = await Ahead(page);
        await Eventually.True(() => server.Sent("POST /v1/tickets").Count == 2, "more tickets are asked for");
        Assert.Equal((from + 32) % 64, server.Sent("POST /v1/tickets")[1].GetProperty("from").GetInt32());
        await page.Until($"{VisitorActions.TicketsOnDisk}.then((all) => all.filter((one) => one.day === {first.Day}).length === 49)");

        server.IsDown = true;
        var uses = await page.EvaluateAsync<JsonElement>(
            $$"""
            (async () => {
              for (let i = 0; i < 40; i++) { hide(); await show(); }
              return (await {{VisitorActions.TicketsOnDisk}}).filter((one) => one.day === {{first.Day}}).map((one) => one.used);
            })()
            """
        );
        Assert.DoesNotContain(0, uses.EnumerateArray().Select(one => one.GetInt32()));
        await Shows(page, server, await Ahead(page));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Only_tickets_and_their_use_are_stored_and_no_script_can_read_a_key()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, AppFixture.Time);
        await Shows(page, server, TimeSpan.Zero);
        var stored = await page.EvaluateAsync<JsonElement>(
            $$"""
            {{VisitorActions.TicketsOnDisk}}.then(async (all) => ({
              fields: [...new Set(all.flatMap(Object.keys))].sort(),
              used: all.map((one) => one.used),
              exported: await crypto.subtle.exportKey("raw", all[0].key).then(() => true, () => false),
              text: JSON.stringify(localStorage),
            }))
            """
        );
        var fields = stored.GetProperty("fields").EnumerateArray().Select(field => field.GetString());
        Assert.Equal(["day", "key", "kid", "n", "person", "ticket", "used"], fields);
        Assert.All(stored.GetProperty("used").EnumerateArray(), used => Assert.InRange(used.GetInt32(), 0, 64));
        Assert.False(stored.GetProperty("exported").GetBoolean());
        Assert.DoesNotContain("KP2:", stored.GetProperty("text").GetString()!, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("sign out")]
    [InlineData("delete")]
    public async Task Signing_out_or_deleting_the_account_removes_all_tickets_from_the_phone(string how)
    {
        await using var server = await AppServer.Visitor();
        server.Companions["child"] = "홍아람";
        var page = await apps.OpenVisitor(server, AppFixture.Time);
        await Shows(page, server, TimeSpan.Zero);
        await page.Until($"{VisitorActions.TicketsOnDisk}.then((all) => all.length === 192)");
        await page.ClickAsync("#actions button:has-text('내 정보')");
        if (how == "delete")
        {
            await page.ClickAsync(".danger:has-text('계정 삭제')");
            await page.ClickAsync("dialog .danger");
        }
        else
        {
            await page.ClickAsync("button:has-text('로그아웃')");
        }
        await page.Locator(how == "delete" ? "h1:has-text('계정을 삭제했어요')" : "h1:has-text('전자출입명부 QR')").WaitForAsync();
        await page.Until($"{VisitorActions.TicketsOnDisk}.then((all) => all.length === 0)");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Companions_have_tickets_that_go_with_them()
    {
        await using var server = await AppServer.Visitor();
        server.Companions["child"] = "홍아람";
        server.On("DELETE /v1/me/companions/child", _ => Removed(server));
        var page = await apps.OpenVisitor(server, AppFixture.Time);
        await Shows(page, server, TimeSpan.Zero);
        await page.Until($"{VisitorActions.TicketsOnDisk}.then((all) => all.length === 192)");
        server.IsDown = true;
        await page.ClickAsync(".person >> nth=1");
        await page.Locator(".whose:has-text('홍아람')").WaitForAsync();
        Assert.Equal("child", (await Shows(page, server, TimeSpan.Zero, "child")).Person);
        server.IsDown = false;
        await page.ClickAsync("#actions button:has-text('내 정보')");
        await page.ClickAsync("li .danger");
        await page.Until($"{VisitorActions.TicketsOnDisk}.then((all) => all.length === 96 && all.every((one) => one.person === 'self'))");
        await page.Context.CloseAsync();
    }

    private static Microsoft.AspNetCore.Http.IResult Removed(AppServer server)
    {
        server.Companions.Clear();
        return Microsoft.AspNetCore.Http.Results.NoContent();
    }

    // With the offline copy of the page.
    private async Task<IPage> OpenInstalled(AppServer server, string script = "")
    {
        var page = await apps.OpenVisitor(server, AppFixture.Time + script);
        await page.Until("navigator.serviceWorker.controller !== null");
        await page.Until($"{VisitorActions.TicketsOnDisk}.then((all) => all.length === 96)");
        return page;
    }

    // At 08:00 of the next Korean day, so that the minutes and hours of a test never cross midnight.
    private Task<IPage> OpenInTheMorning(AppServer server)
    {
        var now = server.Now.ToOffset(TimeSpan.FromHours(TestTickets.HoursOfKorea));
        server.Ahead = TimeSpan.FromMilliseconds(Math.Round((now.Date.AddDays(1).AddHours(8) - now.DateTime).TotalMilliseconds));
        return apps.OpenVisitor(server, AppFixture.Time + $"globalThis.ahead += {server.Ahead.TotalMilliseconds:0};");
    }

    private static async Task<TimeSpan> Ahead(IPage page) => TimeSpan.FromMilliseconds(await page.EvaluateAsync<double>("ahead"));

    // Waits for the code of this moment: the one of the last slot may be on the screen for an instant.
    private static async Task<TestCode> Shows(IPage page, AppServer server, TimeSpan ahead, string person = "self")
    {
        TestCode? code = null;
        await Eventually.True(
            async () =>
            {
                code = await page.CodeOnScreen() is { Length: > 0 } text ? server.Tickets.Open(text) : null;
                var now = TimeProvider.System.GetUtcNow() + ahead;
                return code?.Person == person && now >= code.Start.AddSeconds(-1.5) && now <= code.Start.AddSeconds(16.5);
            },
            $"the code on the screen is of this moment: {code}"
        );
        return code!;
    }
}
