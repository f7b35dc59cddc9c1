using KiPass.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>
/// A browser that lacks a function, or forbids it: the app works without it or says what is missing. It is neither blank nor does it blame
/// the network.
/// </summary>
[Collection(AppGroup.Name)]
public sealed class MissingFunctionTests(AppFixture apps)
{
    // As a browser does that is told to block all site data.
    private const string NoStorage = """
        {
          const denied = () => { throw new DOMException("Access is denied for this document.", "SecurityError"); };
          const refused = () => Promise.reject(new DOMException("Access is denied for this document.", "SecurityError"));
          for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: denied });
          IDBFactory.prototype.open = denied;
          CacheStorage.prototype.open = refused;
          LockManager.prototype.request = refused;
          LockManager.prototype.query = refused;
          StorageManager.prototype.persist = refused;
          ServiceWorkerContainer.prototype.register = refused;
        }
        """;

    public static TheoryData<string> Optional =>
        [
            "AbortSignal.timeout = undefined",
            "delete crypto.constructor.prototype.randomUUID",
            "delete Navigator.prototype.locks",
            "delete Navigator.prototype.serviceWorker",
            "delete Navigator.prototype.permissions",
            "delete Navigator.prototype.wakeLock",
            "delete Navigator.prototype.storage",
            "delete Navigator.prototype.vibrate",
            "delete window.BroadcastChannel",
            "delete window.AudioContext",
            "delete HTMLDialogElement.prototype.showModal",
        ];

    [Theory]
    [MemberData(nameof(Optional))]
    public async Task The_visitors_page_does_not_need_optional_browser_features(string function)
    {
        await using var server = await AppServer.Visitor();
        server.On("POST /v1/me/companions", body => Add(server, body.GetProperty("name").GetString()!));
        var page = await apps.OpenVisitor(server, function);
        await page.Locator("#qr svg").First.WaitForAsync();
        Assert.Equal(0, await page.Locator(".trouble p").CountAsync());
        await page.ClickAsync("#actions button >> nth=1");
        await page.ClickAsync("summary:has-text('동반자 추가')");
        await page.FillAsync("details input >> nth=0", "홍아람");
        await page.FillAsync("details input >> nth=1", "20160505");
        await page.ClickAsync("details button[type=submit]");
        await page.Locator("li:has-text('홍아람')").WaitForAsync();
        await page.ClickAsync(".danger:has-text('계정 삭제')");
        await page.ClickAsync("dialog .danger");
        await page.Locator("h1:has-text('계정을 삭제했어요')").WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [MemberData(nameof(Optional))]
    public async Task The_scanner_does_not_need_optional_browser_features(string function)
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server, function);
        Assert.Equal("accepted", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        await scanner.Page.Locator(".waiting").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await scanner.Page.ClickAsync("nav.tools button:has-text('수기 기록')");
        await scanner.Page.FillAsync("dialog input[type=text] >> nth=0", "홍길동");
        await scanner.Page.FillAsync("dialog input[inputmode=tel]", "010-9999-0000");
        await scanner.Page.ClickAsync("dialog button[type=submit]");
        await scanner.Page.Locator(".said[data-kind=accepted]").WaitForAsync();
        await scanner.Page.ClickAsync("dialog header button");
        server.IsDown = true;
        Assert.Equal("kept", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        server.IsDown = false;
        await scanner.WaitForKept(0);
    }

    [Theory]
    [InlineData("delete window.createImageBitmap")]
    [InlineData("delete window.OffscreenCanvas")]
    [InlineData("window.createImageBitmap = () => Promise.reject(new TypeError('options'))")]
    [InlineData("delete HTMLVideoElement.prototype.requestVideoFrameCallback")]
    public async Task The_camera_works_without_an_optional_browser_feature(string function)
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server, function, camera: true);
        await scanner.WaitForReader();
        apps.Camera.Show(FakeCamera.Picture(server.Pass()));
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();
    }

    [Theory]
    [InlineData("delete window.WebAssembly", "카메라로 QR을 읽을 수 없어요")]
    [InlineData("window.Worker = class extends Worker { constructor(url) { super(url); } }", "카메라로 QR을 읽을 수 없어요")]
    [InlineData("delete Navigator.prototype.mediaDevices", "이 브라우저는 카메라를 쓸 수 없어요")]
    public async Task Without_a_usable_camera_the_scanner_explains_why_and_accepts_keyboard_scanners(string function, string text)
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server, function, camera: true, waitForDoor: false);
        await scanner.Page.Locator($".panel:has-text('{text}')").WaitForAsync();
        Assert.DoesNotContain("연결을 확인", await scanner.Page.Locator(".panel").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("accepted", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
    }

    [Fact]
    public async Task The_paper_entry_reports_that_the_browser_lacks_encryption()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server, "Object.defineProperty(crypto, 'subtle', { value: undefined })");
        await scanner.Page.ClickAsync("nav.tools button:has-text('수기 기록')");
        await scanner.Page.Locator("dialog .warning:has-text('이 브라우저는 수기 기록을')").WaitForAsync();
    }

    [Fact]
    public async Task The_visitors_page_issues_codes_with_storage_blocked_and_shows_a_warning()
    {
        await using var server = await AppServer.Visitor();
        server.On("GET /simulated-inbox", _ => AppServer.Refusal(404, "route-unknown"));
        server.On("POST /v1/verifications", _ => Results.Json(new { verificationId = "one" }, statusCode: 201));
        server.On("POST /v1/verifications/one/confirm", _ => Results.Json(new { sessionToken = "session" }));
        var page = await apps.OpenVisitor(server, NoStorage, signedIn: false);
        Assert.Contains("저장을 막고", await page.Locator(".blocked").InnerTextAsync(), StringComparison.Ordinal);
        await VisitorActions.SignUp(page, "김시험", "1990-03-15", "010-1234-5678");
        await page.FillAsync("input.code", "１２３ ４５６");
        await page.Locator("#qr svg").First.WaitForAsync();
        Assert.Equal("123456", Assert.Single(server.Sent("POST /v1/verifications/one/confirm")).GetProperty("code").GetString());
        Assert.Contains("저장을 막고", await page.Locator(".blocked").InnerTextAsync(), StringComparison.Ordinal);
        await page.ClickAsync("#actions button:has-text('English')");
        await page.Locator(".blocked:has-text('blocks storage')").WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_scanner_accepts_scans_with_storage_blocked_and_shows_a_warning()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server, NoStorage, paired: false, fragment: "#pair=7KQ2M-4XP9A");
        await scanner.Page.Locator(".warning:has-text('저장을 막고')").WaitForAsync();
        await scanner.Page.ClickAsync("button[type=submit]");
        await scanner.Page.Locator(".notice:has-text('저장을 막고')").WaitForAsync();
        Assert.Equal("accepted", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        server.IsDown = true;
        var lost = await scanner.ReadAndSee(server.Pass());
        Assert.Equal(("lost", "storage-missing"), (lost.Kind, lost.Code));
        await scanner.GoOn();
        server.IsDown = false;
        await scanner.Page.Locator(".waiting").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Equal("accepted", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
    }

    [Theory]
    [InlineData("js/app.js", "class { static { one ?? || two } }", "기능이 없어요")]
    [InlineData("shared/element.js", "import.meta.nothing.here;", "기능이 없어요")]
    [InlineData("shared/element.js", "await Promise.reject(new TypeError('missing.function is not a function'));", "기능이 없어요")]
    public async Task A_page_that_fails_to_start_shows_an_error(string file, string text, string said)
    {
        await using var visitor = await AppServer.Visitor();
        await using var scanner = await AppServer.Scanner();
        foreach (var server in new[] { visitor, scanner })
        {
            server.Replace(file, text);
            var page = await apps.OpenVisitor(server, signedIn: false);
            await page.Locator($"[data-start=failed]:has-text('{said}')").WaitForAsync();
            await page.Locator("[data-start=failed]:has-text('Update the browser')").WaitForAsync();
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task A_page_that_loads_incompletely_shows_an_error()
    {
        await using var visitor = await AppServer.Visitor();
        await using var scanner = await AppServer.Scanner();
        foreach (var server in new[] { visitor, scanner })
        {
            server.On("GET " + new Uri(server.Address, "shared/http.js").AbsolutePath, _ => AppServer.Refusal(502, "bad-gateway"));
            var page = await apps.OpenVisitor(server, signedIn: false);
            await page.Locator("[data-start=failed]:has-text('다 불러오지 못했어요')").WaitForAsync();
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task A_captive_portal_page_means_offline_and_a_proxy_error_page_means_server_fault()
    {
        await using var server = await AppServer.Visitor();
        server.On("POST /v1/tickets", _ => Results.Content("<html>Welcome to our hotel</html>", "text/html"));
        var page = await apps.OpenVisitor(server);
        await page.Locator(".trouble:has-text('인터넷 연결이 없어')").WaitForAsync();
        server.On("POST /v1/tickets", _ => Results.Content("<html>502</html>", "text/html", statusCode: 502));
        await page.Locator(".trouble:has-text('서버가 응답하지 않아')").WaitForAsync();
        await page.Context.CloseAsync();
    }

    private static IResult Add(AppServer server, string name)
    {
        server.Companions[Guid.NewGuid().ToString()] = name;
        return Results.Json(new { }, statusCode: 201);
    }
}
