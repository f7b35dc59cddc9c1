using System.Text.Json;
using KiPass.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>What the scanner tells the staff besides the verdict.</summary>
[Collection(AppGroup.Name)]
public sealed class DoorInformationTests(AppFixture apps)
{
    private const string Listen = """
        globalThis.said = [];
        Object.defineProperty(globalThis, "speechSynthesis", { value: { cancel: () => {}, speak: ({ text, lang }) => said.push([lang, text]) } });
        globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        """;

    [Fact]
    public async Task The_running_number_is_large_and_the_last_hour_is_shown_with_the_capacity()
    {
        await using var server = await AppServer.Scanner();
        server.Capacity = 80;
        await using var scanner = await apps.OpenScanner(server);
        var page = scanner.Page;
        Assert.Equal("accepted", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        await page.Locator(".count strong:text-is('1')").WaitForAsync();
        Assert.True(
            await page.EvaluateAsync<double>("parseFloat(getComputedStyle(document.querySelector('.count strong')).fontSize)") >= 60
        );
        await page.Locator(".hour:has-text('최근 60분 1명'):has-text('수용 인원 80명')").WaitForAsync();
        Assert.Equal(1, await page.Locator(".bar:not(.empty)").CountAsync());
        Assert.Equal(12, await page.Locator(".bar").CountAsync());
        Assert.Equal("이 기기 최근 60분 1명", await page.GetAttributeAsync(".bars", "aria-label"));
    }

    [Fact]
    public async Task A_code_that_this_device_has_read_before_is_refused_with_how_long_ago()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        var pass = server.Pass();
        Assert.Equal("accepted", (await scanner.ReadAndSee(pass)).Kind);
        await scanner.GoOn();
        // Until the text is no longer quiet.
        await scanner.Page.LetPass(4500);
        var again = await scanner.ReadAndSee(pass);
        Assert.Equal(("refused", "pass-already-used"), (again.Kind, again.Code));
        var text = await scanner.Page.Locator(".verdict").InnerTextAsync();
        Assert.Matches("[4-9]초 전에 이 기기에서 사용했어요", text);
        Assert.Matches("Used on this device [4-9] s ago", text);
    }

    [Fact]
    public async Task What_waits_for_a_connection_is_shown_with_the_last_connection_until_it_is_delivered()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        var waiting = scanner.Page.Locator(".waiting");
        await scanner.Page.Until("localStorage.getItem('kipass.scanner.answered') !== null");
        Assert.False(await waiting.IsVisibleAsync());
        server.IsDown = true;
        Assert.Equal("kept", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        await scanner.Page.Locator(".waiting:has-text('저장 1건 · 마지막 연결')").WaitForAsync();
        await scanner.Page.EvaluateAsync("localStorage.setItem('kipass.scanner.answered', String(Date.now() - 12.5 * 60000))");
        await scanner.Page.Locator(".waiting:has-text('마지막 연결 12분 전')").WaitForAsync();
        server.IsDown = false;
        await waiting.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await scanner.Page.Locator(".outcomes:has-text('저장한 1건을 보냈어요')").WaitForAsync();
    }

    [Theory]
    [InlineData("ko", "ko-KR", "인증되었습니다", "KI-Pass QR이 아니에요. 전자출입명부 QR을 보여 주세요.")]
    [InlineData("en", "en-US", "Verified", "Not a KI-Pass code. Ask for an entry log QR code.")]
    public async Task A_verdict_is_spoken_in_the_language_of_the_page_where_that_is_switched_on(
        string language,
        string voice,
        string accepted,
        string refused
    )
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(
            server,
            Listen + $"localStorage.setItem('kipass.scanner.language', '{language}');"
        );
        var page = scanner.Page;
        await scanner.ReadAndSee(server.Pass());
        await scanner.GoOn();
        Assert.Equal("[]", await page.EvaluateAsync<string>("JSON.stringify(said)"));

        await page.ClickAsync("nav.tools button >> nth=3");
        await page.ClickAsync("dialog label:has-text('말로'), dialog label:has-text('Speak')");
        await page.Keyboard.PressAsync("Escape");
        await scanner.ReadAndSee(server.Pass());
        await scanner.GoOn();
        await scanner.ReadAndSee("https://menu.example/");
        await scanner.GoOn();
        Assert.Equal(
            JsonSerializer.Serialize(new[] { new[] { voice, accepted }, [voice, refused] }, JsonSerializerOptions.Web),
            JsonSerializer.Serialize(await page.EvaluateAsync<JsonElement>("said"), JsonSerializerOptions.Web)
        );
    }

    [Fact]
    public async Task A_kiosk_welcomes_visitors_with_a_mirrored_front_camera()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(
            server,
            """
            globalThis.asked = [];
            const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            navigator.mediaDevices.getUserMedia = (wanted) => (asked.push(wanted.video.facingMode), real(wanted));
            """,
            camera: true
        );
        var page = scanner.Page;
        await StartKiosk(page, "2468");
        await page.Locator(".welcome:has-text('어서 오세요'):has-text('Welcome')").WaitForAsync();
        await page.Locator(".aim:has-text('QR을 카메라에')").WaitForAsync();
        await page.Locator("video.mirrored").WaitForAsync();
        Assert.Equal("environment,user", await page.EvaluateAsync<string>("asked.join()"));
        Assert.False(await page.Locator("nav.tools").IsVisibleAsync());

        // A mirrored picture is read as well.
        apps.Camera.Show(FakeCamera.Picture(server.Pass()));
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();

        await Hold(page);
        await page.FillAsync("dialog input", "2468");
        await page.ClickAsync("dialog button[type=submit]");
        await page.Locator("nav.tools").WaitForAsync();
        await page.Until("asked.at(-1) === 'environment'");
    }

    internal static async Task StartKiosk(IPage page, string pin)
    {
        await page.ClickAsync("nav.tools button:has-text('설정')");
        await page.ClickAsync("dialog button:has-text('키오스크 모드')");
        await page.FillAsync("dialog input.pin", pin);
        await page.ClickAsync("dialog button[type=submit]");
        await page.Locator("dialog").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    /// <summary>Holds the facility's name until the PIN is asked for.</summary>
    internal static async Task Hold(IPage page)
    {
        await page.Locator(".facility").HoverAsync();
        await page.Mouse.DownAsync();
        await page.Locator("dialog input.pin").WaitForAsync();
        await page.Mouse.UpAsync();
    }
}
