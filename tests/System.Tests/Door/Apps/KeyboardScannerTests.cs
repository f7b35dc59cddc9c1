using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>Each read of a keyboard scanner has exactly one visible outcome, regardless of focus and keyboard layout.</summary>
[Collection(AppGroup.Name)]
public sealed class KeyboardScannerTests(AppFixture apps)
{
    private const string ListButton = "nav.tools button:has-text('오늘 기록')";
    private const string PaperButton = "nav.tools button:has-text('수기 기록')";
    private const string SettingsButton = "nav.tools button:has-text('설정')";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    // What the keys of a US keyboard write on others: a scanner types as a US keyboard, the device is set to German or French.
    private const string German = "ABCDEFGHIJKLMNOPQRSTUVWXZY";
    private const string French = "QBCDEFGHIJKL?NOPARSTUVZXYW";

    [Fact]
    public async Task Scans_in_quick_succession_each_get_a_verdict_and_a_record()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        var passes = Enumerable.Range(0, 6).Select(_ => server.Pass()).ToList();
        foreach (var pass in passes)
        {
            await scanner.Read(pass);
        }
        foreach (var _ in passes)
        {
            Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        }
        Assert.Equal(passes, server.Sent("POST /v1/scans").Select(body => body.GetProperty("pass").GetString()));
        Assert.Equal(passes.Count, await scanner.VerdictCount());
    }

    [Fact]
    public async Task A_scan_while_the_list_is_open_clicks_no_button_and_shows_its_verdict()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        await scanner.Page.ClickAsync(ListButton);
        await scanner.Page.FocusAsync("dialog header button");
        Assert.Equal("accepted", (await scanner.ReadAndSee(PassWithBlank(server))).Kind);
        Assert.True(await scanner.Page.Locator(".verdict").IsVisibleAsync());
        Assert.Equal(1, await scanner.Page.Locator("dialog[open]").CountAsync());
        await AssertOnTop(scanner);
        await scanner.GoOn();
        Assert.Equal("not-ours", (await scanner.ReadAndSee("https://menu.example/ today")).Kind);
        await AssertOnTop(scanner);
        // Escape closes the verdict, then the dialog.
        await scanner.Page.Keyboard.PressAsync("Escape");
        Assert.Equal(
            (0, 1),
            (await scanner.Page.Locator(".verdict").CountAsync(), await scanner.Page.Locator("dialog[open]").CountAsync())
        );
        await scanner.Page.Keyboard.PressAsync("Escape");
        await scanner.Page.Locator("dialog").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Theory]
    [InlineData("#camera-choice")]
    [InlineData("dialog input[type=checkbox]")]
    [InlineData("dialog .line button")]
    public async Task A_scan_while_the_settings_are_open_changes_no_setting(string focused)
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        await scanner.Page.ClickAsync(SettingsButton);
        const string Settings = "localStorage.getItem('kipass.scanner').replace(/\"(authorityKey|revision)\".*/, '')";
        var before = await scanner.Page.EvaluateAsync<string>(Settings);
        await scanner.Page.FocusAsync(focused);
        Assert.Equal("accepted", (await scanner.ReadAndSee(PassWithBlank(server))).Kind);
        Assert.Equal(before, await scanner.Page.EvaluateAsync<string>(Settings));
        Assert.Equal("off", await scanner.Page.InputValueAsync("#camera-choice"));
        Assert.Equal(1, await scanner.Page.Locator("dialog[open]").CountAsync());
    }

    [Theory]
    [InlineData("dialog input[type=text] >> nth=0", "홍", "accepted")]
    [InlineData("dialog input[inputmode=tel]", "010-1234-5678", "accepted")]
    [InlineData("dialog input[type=text] >> nth=0", "홍", "not-ours")]
    [InlineData("dialog input[inputmode=tel]", "", "not-ours")]
    public async Task A_code_read_into_a_paper_entry_field_is_treated_as_a_scan(string field, string typed, string kind)
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        await scanner.Page.ClickAsync(PaperButton);
        await scanner.Page.FillAsync("dialog input[type=text] >> nth=0", "홍길동");
        await scanner.Page.FillAsync("dialog input[inputmode=tel]", "010-9999-0000");
        await scanner.Page.FillAsync(field, typed);
        await scanner.Page.FocusAsync(field);
        Assert.Equal(kind, (await scanner.ReadAndSee(kind == "accepted" ? server.Pass() : "https://menu.example/today?table=7")).Kind);
        Assert.Equal(typed, await scanner.Page.InputValueAsync(field));
        Assert.Empty(server.Sent("POST /v1/visits/manual"));
        Assert.Equal("", await scanner.Page.Locator(".said").InnerTextAsync());
        await scanner.GoOn();
        Assert.Equal(1, await scanner.VerdictCount());
    }

    [Fact]
    public async Task Text_typed_by_hand_stays_in_its_field()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        await scanner.Page.ClickAsync(PaperButton);
        await scanner.Page.FocusAsync("dialog input[type=text] >> nth=0");
        await scanner.Page.Keyboard.TypeAsync("KPark Minsu", new() { Delay = 60 });
        await scanner.Page.FocusAsync("dialog input[inputmode=tel]");
        await scanner.Page.Keyboard.TypeAsync("01012345678", new() { Delay = 60 });
        Assert.Equal("KPark Minsu", await scanner.Page.InputValueAsync("dialog input[type=text] >> nth=0"));
        await scanner.Page.Keyboard.PressAsync("Enter");
        await scanner.Page.Locator(".said[data-kind=accepted]").WaitForAsync();
        Assert.Single(server.Sent("POST /v1/visits/manual"));
        Assert.Equal(0, await scanner.VerdictCount());
    }

    [Fact]
    public async Task A_CR_LF_suffix_ends_one_scan_and_does_not_dismiss_its_verdict()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        await scanner.Read("https://menu.example/", written: null, "Enter", "Enter");
        Assert.Equal("not-ours", (await scanner.NextVerdict()).Kind);
        await scanner.Page.LetPass(400);
        Assert.True(await scanner.Page.Locator(".verdict").IsVisibleAsync());
        Assert.Equal(1, await scanner.VerdictCount());
    }

    [Theory]
    [InlineData("Tab")]
    [InlineData("Shift")]
    public async Task A_keyboard_scanner_without_an_Enter_suffix_is_read(string end)
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        await scanner.Read(server.Pass(), written: null, end);
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        Assert.Equal(1, await scanner.VerdictCount());
    }

    [Fact]
    public async Task An_AIM_symbology_identifier_before_the_code_is_stripped()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        var pass = server.Pass();
        Assert.Equal("accepted", (await scanner.ReadAndSee("]Q1" + pass)).Kind);
        Assert.Equal(pass, Assert.Single(server.Sent("POST /v1/scans")).GetProperty("pass").GetString());
    }

    [Fact]
    public async Task A_code_scanned_twice_is_recorded_once_and_shows_two_verdicts()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        var pass = server.Pass();
        Assert.Equal("accepted", (await scanner.ReadAndSee(pass)).Kind);
        Assert.Equal("repeated", (await scanner.ReadAndSee(pass)).Kind);
        Assert.Contains("한 번만 기록했어요", await scanner.Page.Locator(".verdict").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Single(server.Sent("POST /v1/scans"));
    }

    [Theory]
    [InlineData(German, false)]
    [InlineData(French, false)]
    [InlineData(Letters, false)]
    [InlineData(Letters, true)]
    public async Task Scans_are_decoded_on_a_device_with_a_different_keyboard_layout(string layout, bool inputMethod)
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        var pass = server.Pass();
        await scanner.Read(pass, character => inputMethod ? "Process" : Written(character, layout));
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        Assert.Equal(pass, Assert.Single(server.Sent("POST /v1/scans")).GetProperty("pass").GetString());
    }

    [Fact]
    public async Task Pairing_accepts_a_link_or_a_code_and_rejects_anything_else()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server, paired: false);
        var page = scanner.Page;
        await page.FocusAsync("input >> nth=1");
        await scanner.Read("https://menu.example/");
        await page.Locator(".field-error:has-text('연결 QR이 아니에요')").WaitForAsync();
        Assert.Equal("스캐너", await page.InputValueAsync("input >> nth=1"));
        await page.FocusAsync("input >> nth=0");
        await scanner.Read("7KQ2M-4XP9A");
        Assert.Equal("7KQ2M-4XP9A", await page.InputValueAsync("input >> nth=0"));
        await page.FocusAsync("header button");
        await scanner.Read($"{server.Address}#pair=11111-22222");
        Assert.Equal("11111-22222", await page.InputValueAsync("input >> nth=0"));
        Assert.Empty(server.Sent("POST /v1/devices/pair"));
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync(".door");
        Assert.Single(server.Sent("POST /v1/devices/pair"));
    }

    // A verdict that lies behind a dialog is not seen.
    private static async Task AssertOnTop(DoorScanner scanner) =>
        Assert.True(
            await scanner.Page.EvaluateAsync<bool>(
                "document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest('.verdict') !== null"
            )
        );

    private static string PassWithBlank(AppServer server)
    {
        while (true)
        {
            if (server.Pass() is var pass && pass.AsSpan(5, 45).Contains(' '))
            {
                return pass;
            }
        }
    }

    // The letters of the layout; of the signs, those that differ on German and French keyboards.
    private static string Written(char character, string layout) =>
        character switch
        {
            >= 'A' and <= 'Z' => layout[Letters.IndexOf(character)].ToString(),
            '-' when layout == German => "ß",
            '/' when layout == German => "-",
            ':' when layout == German => "Ö",
            '*' when layout == German => "(",
            '+' when layout == German => "Dead",
            >= '0' and <= '9' when layout == French => "à&é\"'(-è_ç"[character - '0'].ToString(),
            '$' or '%' or '*' when layout == French => KeyboardScanner.KeyOf(character).Code[^1..],
            '-' when layout == French => ")",
            '.' when layout == French => ":",
            '/' when layout == French => "!",
            ':' when layout == French => "M",
            _ => character.ToString(),
        };
}
