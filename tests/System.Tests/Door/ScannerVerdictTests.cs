namespace KiPass.SystemTests.Door;

/// <summary>What the door sees: the visitor's own screen before a camera, the real issuer and register behind.</summary>
[Collection(DoorGroup.Name)]
public sealed class ScannerVerdictTests(DoorFixture door)
{
    [Fact]
    public async Task The_visitors_own_screen_turns_the_scanner_green_and_stays_quiet_in_view_and_is_refused_when_it_comes_back()
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
    public async Task A_pass_that_another_door_has_taken_is_refused_here()
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
    public async Task An_expired_pass_is_refused_as_expired()
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
    [InlineData("KP1:THIS IS NO PASS")]
    public async Task A_foreign_code_is_named_as_such_and_nothing_is_sent(string text)
    {
        await using var scanner = await door.OpenScanner();
        door.Camera.Show(FakeCamera.Picture(text));
        Assert.Equal("not-ours", (await scanner.NextVerdict()).Kind);
        Assert.Contains("KI-PASS QR이 아니에요", await scanner.Page.Locator(".verdict").InnerTextAsync(), StringComparison.Ordinal);
        await scanner.GoOn();
        Assert.Empty(scanner.SentScans);
    }

    [Fact]
    public async Task What_cannot_be_read_is_never_read_wrongly_and_brings_a_hint_after_five_seconds()
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
    public async Task A_hand_scanner_that_types_is_read_like_the_camera()
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
    public async Task A_device_whose_clock_is_an_hour_wrong_takes_people_in_with_the_right_time(int hours)
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
    public async Task An_entry_can_be_undone_from_the_same_device()
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
