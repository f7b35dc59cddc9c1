using System.Text.Json;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door;

/// <summary>The visitor's page on the real issuer: from the first visit to the deleted account, with and without network.</summary>
[Collection(DoorGroup.Name)]
public sealed class VisitorPageTests(DoorFixture door)
{
    private static int numbers = Random.Shared.Next(2000, 8000);

    [Fact]
    public async Task A_visitor_signs_up_shows_a_code_adds_a_child_and_deletes_the_account()
    {
        await using var phone = await door.OpenPhone(signedIn: false);
        var page = phone.Page;
        await FillPerson(page, "독고시험", "1988-02-29", NextNumber());
        await page.ClickAsync("button[type=submit]");
        Assert.Contains("사회보장정보원", await page.Locator(".consent").InnerTextAsync(), StringComparison.Ordinal);
        await page.ClickAsync("summary");
        await page.Locator("details p:has-text('개인정보'), details p:has-text('수집 항목')").WaitForAsync();
        await page.ClickAsync("button[type=submit]");
        Assert.Contains("동의해야", await page.Locator(".field-error:not(:empty)").InnerTextAsync(), StringComparison.Ordinal);
        await page.CheckAsync("input[type=checkbox]");
        await page.ClickAsync("button[type=submit]");
        await page.Locator(".inbox output").WaitForAsync();
        await page.FillAsync("input.code", "000000");
        await page.Locator(".field-error:not(:empty)").WaitForAsync();
        await TypeTheCodeShown(page);
        await page.Locator("#qr svg").First.WaitForAsync();
        Assert.StartsWith("KP2:", await page.CodeOnScreen(), StringComparison.Ordinal);

        await page.ClickAsync("#actions button:has-text('내 정보')");
        await page.ClickAsync("summary:has-text('동반자 추가')");
        await page.FillAsync("details input >> nth=0", "독고아이");
        await page.FillAsync("details input >> nth=1", "20160505");
        await page.ClickAsync("details button[type=submit]");
        await page.Locator("li:has-text('독고아이')").WaitForAsync();
        await page.ClickAsync("#actions button:has-text('QR로')");
        await page.ClickAsync(".person >> nth=1");
        await page.Locator(".whose:has-text('독고아이')").WaitForAsync();
        await page.Until($"{VisitorActions.TicketsOnDisk}.then((all) => new Set(all.map((one) => one.person)).size === 2)");

        await page.ClickAsync("#actions button:has-text('내 정보')");
        await page.ClickAsync(".danger:has-text('계정 삭제')");
        await page.ClickAsync("dialog .danger");
        await page.Locator("h1:has-text('계정을 삭제했어요')").WaitForAsync();
        Assert.Equal("null", await page.EvaluateAsync<string>("String(localStorage.getItem('kipass.session'))"));
        await page.Until($"{VisitorActions.TicketsOnDisk}.then((all) => all.length === 0)");
    }

    [Fact]
    public async Task A_guardian_confirms_the_sign_up_of_a_child_under_fourteen()
    {
        await using var phone = await door.OpenPhone(signedIn: false);
        var page = phone.Page;
        var year = TimeProvider.System.GetUtcNow().Year - 9;
        await FillPerson(page, "제갈아이", $"{year}-01-02", NextNumber());
        await page.ClickAsync("button[type=submit]");
        await page.CheckAsync("input[type=checkbox]");
        await page.ClickAsync("button[type=submit]");
        await page.Locator("h1:has-text('보호자 확인')").WaitForAsync();
        await page.FillAsync("input[name=guardianPhone]", NextNumber());
        await page.CheckAsync("input[type=checkbox]");
        await page.ClickAsync("button[type=submit]");
        await page.Locator("h1:has-text('보호자 인증번호')").WaitForAsync();
        await TypeTheCodeShown(page);
        await page.Locator("h1:text-is('인증번호 입력')").WaitForAsync();
        await TypeTheCodeShown(page);
        await page.Locator("#qr svg").First.WaitForAsync();
    }

    [Fact]
    public async Task The_visitors_page_computes_codes_offline_and_says_how_long()
    {
        await using var phone = await door.OpenPhone();
        var page = phone.Page;
        await page.Locator("#qr svg").First.WaitForAsync();
        await page.Until("navigator.serviceWorker.controller !== null");
        await page.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        await page.Locator("#qr svg").First.WaitForAsync();
        var last = TimeProvider.System.GetUtcNow().AddHours(TestTickets.HoursOfKorea).AddDays(2);
        await page.Locator($".lasts:has-text('인터넷 연결이 없어요. {last.Month}월 {last.Day}일까지')").WaitForAsync();
        Assert.Equal(0, await page.Locator(".trouble p").CountAsync());
        await using var scanner = await door.OpenScanner();
        door.Camera.Show(await phone.Picture());
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();
    }

    [Fact]
    public async Task The_code_changes_with_each_time_slot_and_on_request()
    {
        // Time can be moved on, so that nobody waits for a slot's last seconds: both clocks of the page go ahead, since one alone is set right.
        await using var phone = await door.OpenPhone(
            script: """
            {
              const [wall, steady] = [Date.now, performance.now.bind(performance)];
              globalThis.ahead = 0;
              Date.now = () => wall() + ahead;
              performance.now = () => steady() + ahead;
            }
            """
        );
        var page = phone.Page;
        await page.Locator("#qr svg").First.WaitForAsync();
        var shape = "document.querySelector('#qr path').getAttribute('d')";
        var first = await page.EvaluateAsync<string>(shape);
        await page.ClickAsync(".another");
        await page.Until($"{shape} !== {JsonSerializer.Serialize(first)}", 5000);
        var second = await page.EvaluateAsync<string>(shape);
        const string Left = "15000 - (Date.now() + Number(localStorage.getItem('kipass.clock'))) % 15000";
        await page.EvaluateAsync($"ahead += {Left} - 2500");
        await page.LetPass(1000);
        Assert.Equal(second, await page.EvaluateAsync<string>(shape));
        await page.Until($"{shape} !== {JsonSerializer.Serialize(second)}", 4000);
        var left = await page.EvaluateAsync<double>(Left);
        Assert.InRange(left, 13_500, 15_000);
    }

    [Fact]
    public async Task An_expired_session_is_renewed_in_a_dialog_while_cached_codes_keep_working()
    {
        await using var phone = await door.OpenPhone(signedIn: false);
        var page = phone.Page;
        await FillPerson(page, "선우시험", "1990-03-15", NextNumber());
        await page.ClickAsync("button[type=submit]");
        await page.CheckAsync("input[type=checkbox]");
        await page.ClickAsync("button[type=submit]");
        await TypeTheCodeShown(page);
        await page.Locator("#qr svg").First.WaitForAsync();

        await page.EvaluateAsync("localStorage.setItem('kipass.session', JSON.stringify('ended'))");
        await page.ReloadAsync();
        await page.Locator("#qr svg").First.WaitForAsync();
        await page.ClickAsync(".another");
        await page.Locator(".trouble:has-text('가지고 있는 QR은')").WaitForAsync();
        await page.ClickAsync(".trouble button");
        await page.Locator("dialog .inbox output").WaitForAsync();
        Assert.True(await page.Locator("#qr svg").First.IsVisibleAsync());
        await TypeTheCodeShown(page, "dialog ");
        await page.Locator("dialog").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Until("localStorage.getItem('kipass.session') !== JSON.stringify('ended')");
        await page.ClickAsync(".another");
        await Eventually.True(async () => await page.Locator(".trouble p").CountAsync() == 0, "the page is content again");
    }

    [Fact]
    public async Task Switching_the_language_keeps_the_form_input()
    {
        await using var phone = await door.OpenPhone(signedIn: false);
        await phone.Page.FillAsync("input[name=name]", "황목시험");
        await phone.Page.ClickAsync("#actions button:has-text('English')");
        await phone.Page.Locator("h1:has-text('Your entry code')").WaitForAsync();
        Assert.Equal("황목시험", await phone.Page.InputValueAsync("input[name=name]"));
        Assert.Equal("en", await phone.Page.EvaluateAsync<string>("document.documentElement.lang"));
    }

    internal static string NextNumber() => $"010-{Interlocked.Increment(ref numbers):0000}-{Random.Shared.Next(10_000):0000}";

    private static async Task FillPerson(IPage page, string name, string birthDate, string phone)
    {
        await page.FillAsync("input[name=name]", name);
        await page.FillAsync("input[name=birthDate]", birthDate);
        await page.FillAsync("input[name=phone]", phone);
    }

    private static async Task TypeTheCodeShown(IPage page, string within = "")
    {
        var code = await page.Locator($"{within}.inbox output").InnerTextAsync();
        // The sixth digit sends it.
        await page.FillAsync($"{within}input.code", code.Trim());
    }
}
