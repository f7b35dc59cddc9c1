namespace KiPass.SystemTests.Door;

/// <summary>Scanner verdicts, with a visitor's screen in front of the camera and a real issuer and register.</summary>
[Collection(DoorGroup.Name)]
public sealed class ScannerVerdictTests(DoorFixture door)
{
    [Fact]
    public async Task The_scanner_accepts_a_visitors_code_once_and_refuses_it_when_shown_again()
    {
        await using var phone = await door.OpenPhone();
        await using var scanner = await door.OpenScanner();
        var picture = await phone.Picture();

        door.Camera.Show(picture);
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        await scanner.Page.Locator(".verdict.accepted").WaitForAsync();
        Assert.Contains("인증되었습니다", await scanner.Page.Locator(".verdict").InnerTextAsync(), StringComparison.Ordinal);
        await scanner.Page.Locator(".verdict").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });

        // Still before the lens for as long as a visitor takes to put the phone away: nothing more is sent, nothing more is shown.
        await scanner.Page.LetPass(2500);
        Assert.Single(scanner.SentScans);
        Assert.Equal(1, await scanner.VerdictCount());

        // Handed back to a friend some seconds later, it is used.
        door.Camera.Clear();
        await scanner.Page.LetPass(4500);
        door.Camera.Show(picture);
        var again = await scanner.NextVerdict();
        Assert.Equal(("refused", "pass-already-used"), (again.Kind, again.Code));
        Assert.Contains("이미 사용된 QR이에요", await scanner.Page.Locator(".verdict").InnerTextAsync(), StringComparison.Ordinal);
        await scanner.GoOn();
        Assert.Single(RecordedVisits.Among(door.Stack.Data, scanner.SentScans.Select(Guid.Parse)));
    }

    [Fact]
    public async Task A_pass_already_used_at_another_door_is_refused()
    {
        await using var scanner = await door.OpenScanner();
        var pass = await door.NextVisitor().Pass();
        var elsewhere = await door.DeviceHttp.Scan(pass, Guid.NewGuid());
        Assert.Equal("accepted", elsewhere.Code);
        door.Camera.Show(FakeCamera.Picture(pass));
        var verdict = await scanner.NextVerdict();
        Assert.Equal(("refused", "pass-already-used"), (verdict.Kind, verdict.Code));
        await scanner.GoOn();
    }

    [Fact]
    public async Task An_expired_pass_is_refused()
    {
        await using var scanner = await door.OpenScanner();
        door.Camera.Show(FakeCamera.Picture(door.ExpiredPass()));
        var verdict = await scanner.NextVerdict();
        Assert.Equal(("refused", "pass-expired"), (verdict.Kind, verdict.Code));
        Assert.Contains("만료된 QR이에요", await scanner.Page.Locator(".verdict").InnerTextAsync(), StringComparison.Ordinal);
        await scanner.GoOn();
    }

    [Theory]
    [InlineData("https://menu.example/today?table=7")]
    [InlineData("HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA%NFQGRJPC%OQHIZC4.OI1RM8ZA.A5")]
    [InlineData("KP2:THIS IS NO PASS")]
    public async Task The_scanner_recognizes_a_foreign_code_and_sends_nothing(string text)
    {
        await using var scanner = await door.OpenScanner();
        door.Camera.Show(FakeCamera.Picture(text));
        Assert.Equal("not-ours", (await scanner.NextVerdict()).Kind);
        Assert.Contains("KI-Pass QR이 아니에요", await scanner.Page.Locator(".verdict").InnerTextAsync(), StringComparison.Ordinal);
        await scanner.GoOn();
        Assert.Empty(scanner.SentScans);
    }

    [Fact]
    public async Task A_code_of_version_1_asks_for_a_refresh_of_the_page_and_is_not_sent()
    {
        await using var scanner = await door.OpenScanner();
        door.Camera.Show(FakeCamera.Picture("KP1:" + string.Concat(Enumerable.Repeat("6BFOXN%TS3DH0", 11))[..141]));
        var verdict = await scanner.NextVerdict();
        Assert.Equal(("refused", "pass-old"), (verdict.Kind, verdict.Code));
        var said = await scanner.Page.Locator(".verdict").InnerTextAsync();
        Assert.Contains("이전 방식의 QR이에요", said, StringComparison.Ordinal);
        Assert.Contains("새로고침해 주세요", said, StringComparison.Ordinal);
        Assert.Contains("Old code", said, StringComparison.Ordinal);
        await scanner.GoOn();
        Assert.Empty(scanner.SentScans);
    }

    [Fact]
    public async Task An_unreadable_code_is_never_misread_and_shows_a_hint_after_five_seconds()
    {
        await using var scanner = await door.OpenScanner();
        var picture = FakeCamera.Picture(await door.NextVisitor().Pass());
        await scanner.Page.EvaluateAsync("globalThis.began = performance.now()");
        door.Camera.Show(FakeCamera.Blurred(picture, radius: 14));
        await scanner.Page.Locator(".aim.hinting").WaitForAsync(new() { Timeout = 9000 });
        var took = await scanner.Page.EvaluateAsync<double>("performance.now() - began");
        Assert.InRange(took, 4900, 8000);
        Assert.Contains("QR을 읽지 못했어요", await scanner.Page.Locator(".aim").InnerTextAsync(), StringComparison.Ordinal);
        door.Camera.Show(FakeCamera.HalfCovered(picture));
        await scanner.Page.LetPass(1000);
        door.Camera.Show(FakeCamera.Dim(FakeCamera.Blurred(picture, radius: 14)));
        await scanner.Page.Locator(".aim:has-text('어두워요')").WaitForAsync();
        Assert.Empty(scanner.SentScans);
        Assert.Equal(0, await scanner.VerdictCount());

        door.Camera.Show(FakeCamera.Picture(await door.NextVisitor().Pass()));
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();
    }

    [Fact]
    public async Task A_keyboard_scanner_is_read_like_the_camera()
    {
        await using var scanner = await door.OpenScanner();
        await scanner.Page.Keyboard.TypeAsync(await door.NextVisitor().Pass());
        await scanner.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();
        await scanner.Page.Keyboard.TypeAsync("https://menu.example/");
        await scanner.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("not-ours", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();
        Assert.Single(scanner.SentScans);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_device_whose_clock_is_an_hour_off_records_visits_with_the_correct_time(int hours)
    {
        await using var scanner = await door.OpenScanner(
            script: $"{{ const real = Date.now; Date.now = () => real() + {hours} * 3600000; }}"
        );
        door.Camera.Show(FakeCamera.Picture(await door.NextVisitor().Pass()));
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        var scannedAt = scanner.Posted("/v1/scans")[^1].GetProperty("scannedAt").GetDateTimeOffset();
        Assert.InRange((TimeProvider.System.GetUtcNow() - scannedAt).TotalSeconds, -5, 20);
        await scanner.GoOn();
    }

    [Fact]
    public async Task A_visit_can_be_undone_from_the_device_that_recorded_it()
    {
        await using var scanner = await door.OpenScanner();
        door.Camera.Show(FakeCamera.Picture(await door.NextVisitor().Pass()));
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();
        await scanner.Page.ClickAsync(".last button");
        await scanner.Page.ClickAsync("dialog[open] .danger");
        await scanner.Page.Locator(".last").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Hidden });
        Assert.Equal("undone", Assert.Single(await scanner.ReadList()).State);
        Assert.Single(scanner.Posted("/v1/scans/undo"));
        Assert.Empty(RecordedVisits.Among(door.Stack.Data, scanner.SentScans.Select(Guid.Parse)));
    }
}
