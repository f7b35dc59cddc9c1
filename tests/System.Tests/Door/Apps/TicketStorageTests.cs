using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>A browser that cannot keep tickets: the page says so and falls back to codes that the issuer computes.</summary>
[Collection(AppGroup.Name)]
public sealed class TicketStorageTests(AppFixture apps)
{
    private const string Full = """
        IDBObjectStore.prototype.put = function () { throw new DOMException("The disk is full.", "QuotaExceededError"); };
        """;

    private const string FullAtCommit = """
        {
          const put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = function (...values) {
            const request = put.apply(this, values);
            this.transaction.abort();
            return request;
          };
          Object.defineProperty(IDBTransaction.prototype, "error", { get: () => new DOMException("The disk is full.", "QuotaExceededError") });
        }
        """;

    public static TheoryData<string, string> Faults =>
        new()
        {
            { Full, "저장 공간이 가득 차서" },
            { FullAtCommit, "저장 공간이 가득 차서" },
            { "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };", "저장을 막고 있어서" },
            { "Object.defineProperty(window, 'indexedDB', { value: undefined });", "QR을 저장할 수 없어서" },
            // As on an address without https.
            { "Object.defineProperty(crypto, 'subtle', { value: undefined });", "QR을 저장할 수 없어서" },
            {
                "SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'));",
                "저장을 막고 있어서"
            },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_browser_that_cannot_keep_tickets_shows_fetched_codes_and_says_why(string fault, string said)
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, fault);
        await page.Locator($".blocked:has-text('{said}')").WaitForAsync();
        await ShowsFetchedCode(page, server);
        Assert.Equal(0, await page.Locator(".trouble p").CountAsync());

        // Ten minutes of codes are in memory.
        server.IsDown = true;
        await page.Context.SetOfflineAsync(true);
        await page.Locator(".trouble:has-text('인터넷 연결이 없어요')").WaitForAsync();
        Assert.Matches("(9|10)분 [0-9]+초 동안|[0-9]+초 동안", await page.Locator(".trouble p").InnerTextAsync());
        await ShowsFetchedCode(page, server);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Tickets_that_are_cleared_while_used_are_replaced_by_fetched_codes_until_the_page_is_opened_again()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, AppFixture.Time);
        Assert.Equal("self", server.Tickets.Open(await page.CodeOnScreen()).Person);
        await page.EvaluateAsync(
            "new Promise((resolve, reject) => { const request = indexedDB.deleteDatabase('kipass-visitor'); request.onsuccess = resolve; request.onerror = reject; }).then(() => null)"
        );
        await page.ClickAsync(".another");
        await page.Locator(".blocked:has-text('저장한 QR을 지웠거나')").WaitForAsync();
        await ShowsFetchedCode(page, server);

        await page.EvaluateAsync("hide()");
        await page.EvaluateAsync("show()");
        await page.Locator(".lasts:has-text('인터넷이 없어도')").WaitForAsync();
        Assert.Equal("", await page.Locator(".blocked").TextContentAsync());
        await Eventually.True(
            async () => server.Tickets.Open(await page.CodeOnScreen()).Person == "self",
            "the code is computed from a ticket again"
        );
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Tickets_that_are_cleared_without_network_still_give_codes_while_the_page_is_open()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, AppFixture.Time);
        var before = server.Tickets.Open(await page.CodeOnScreen());
        server.IsDown = true;
        await page.EvaluateAsync(
            "new Promise((resolve, reject) => { const request = indexedDB.deleteDatabase('kipass-visitor'); request.onsuccess = resolve; request.onerror = reject; }).then(() => null)"
        );
        await page.ClickAsync(".another");
        await Eventually.True(
            async () => server.Tickets.Open(await page.CodeOnScreen()) is { Person: "self" } code && code.N != before.N,
            "the next ticket comes from memory"
        );
        await page.Context.CloseAsync();
    }

    // The stub's ready codes are of other people each time.
    private static Task ShowsFetchedCode(IPage page, AppServer server) =>
        Eventually.True(
            async () =>
            {
                var code = server.Tickets.Open(await page.CodeOnScreen());
                var now = server.Now;
                return Guid.TryParse(code.Person, out _) && now >= code.Start.AddSeconds(-1.5) && now <= code.Start.AddSeconds(16.5);
            },
            "a fetched code is on the screen"
        );
}
