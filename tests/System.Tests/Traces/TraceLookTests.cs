using System.Net;
using System.Net.Sockets;
using KiPass.SystemTests.Portal;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Traces;

/// <summary>
/// Goal: whatever state a trace is in, its page is accessible, fits a phone, and says what it is; and what it draws agrees with its line list.
/// Method: the demo's people, orders by two officials in a browser, an issuer that hangs. With <c>KIPASS_SCREENS</c>: a picture of each.
/// </summary>
[Collection(PortalGroup.Name)]
public sealed class TraceLookTests(PortalFixture portal)
{
    private const string Rows = ".line-list tbody tr";

    [Fact]
    public async Task A_trace_from_its_draft_to_its_chains_and_the_order_that_follows_from_it()
    {
        var (asks, approves) = (await portal.Official(), await portal.Official("approver"));
        var index = portal.Stack.Demo.GetProperty("indexCase");
        var (name, phone) = (index.GetProperty("name").GetString()!, index.GetProperty("phone").GetString()!);

        var first = await asks.NewCase();
        await Look(asks, $"/cases/{first.Id}/order", "order-form", "#Phone", hurry: true);
        await asks.GotoAsync($"/cases/{first.Id}");
        await asks.Live();
        await asks.Write(name, phone, forward: true);
        await asks.ClickAsync("#save-order");
        await asks.WaitForURLAsync("**/orders/*");
        var order = asks.Url.Split('/')[^1];
        await Look(asks, $"/orders/{order}", "trace-draft", "#submit-order", hurry: true);
        await asks.Send();
        await Prefer(asks);
        await Look(approves, $"/orders/{order}", "trace-awaiting", "#approve-order", hurry: true);
        await approves.Approve(order);
        await Look(asks, $"/orders/{order}", "trace-complete", Rows);
        await Look(asks, $"/orders/{order}", "trace-hours", Rows, () => Tab(asks, "hours", ".heat"));
        await Look(asks, $"/orders/{order}", "trace-next", Rows, () => Tab(asks, "next", "#onward"));

        await Persists(asks, order);
        var contact = await FirstPerson(asks, order);
        var second = await asks.NewCase();
        await asks.Write(contact.Name, contact.Phone);
        var other = await asks.Send();
        await approves.Approve(other);
        await Prefer(asks);
        await asks.GotoAsync($"/orders/{other}");
        await asks.WaitForSelectorAsync(Rows, new() { Timeout = 60_000 });

        await Look(asks, $"/orders/{order}", "trace-chains", Rows, () => Compare(asks, "#chain"));
        var links = await asks.Locator("#chain-table").InnerTextAsync();
        Assert.Contains(first.Number, links, StringComparison.Ordinal);
        Assert.Contains(second.Number, links, StringComparison.Ordinal);
        Assert.True(await asks.Locator("#chain a").CountAsync() >= 2);
        await asks.FocusAsync("#tab-chains");
        await asks.Keyboard.PressAsync("Home");
        await asks.WaitForSelectorAsync("#tab-curve[aria-selected=true]:focus");

        await Look(asks, "/cases/shared", "cases-shared", "#compare", () => Press(asks, ".shared li"));
        await Window(asks, approves, [first.Number, second.Number]);
        await asks.Context.CloseAsync();
        await approves.Context.CloseAsync();
    }

    [Fact]
    public async Task A_trace_that_finds_too_many_or_nobody_or_waits_for_an_issuer_says_so()
    {
        var (asks, approves) = (await portal.Official(), await portal.Official("approver"));
        var index = portal.Stack.Demo.GetProperty("indexCase");
        var (name, phone) = (index.GetProperty("name").GetString()!, index.GetProperty("phone").GetString()!);

        await asks.NewCase();
        await asks.Write(name, phone, maxContacts: 1);
        var many = await asks.Send();
        await approves.Approve(many);
        await Look(asks, $"/orders/{many}", "trace-too-many", "main .notice-refused", hurry: true);

        await asks.NewCase();
        await asks.Write("없는 사람", "010-9999-0000");
        var nobody = await asks.Send();
        await approves.Approve(nobody);
        await Look(asks, $"/orders/{nobody}", "trace-empty", "#no-match", hurry: true);
        await asks.WaitForSelectorAsync("#nobody");

        using var hanging = new HangingIssuer(portal.Stack.Data);
        await asks.NewCase();
        await asks.Write(name, phone);
        var partial = await asks.Send();
        await approves.Approve(partial);
        await Look(asks, $"/orders/{partial}", "trace-running", ".progress-strip", hurry: true);
        await asks.WaitForSelectorAsync(Rows, new() { Timeout = 60_000 });
        await Look(asks, $"/orders/{partial}", "trace-partial", Rows);
        Assert.Contains(HangingIssuer.Name, await asks.Locator("main .notice-kept").First.InnerTextAsync(), StringComparison.Ordinal);
        await asks.Context.CloseAsync();
        await approves.Context.CloseAsync();
    }

    private Task Look(IPage page, string address, string name, string ready, Func<Task>? then = null, bool hurry = false) =>
        Appearance.Check(
            page,
            portal.Stack.Officials,
            async look =>
            {
                await page.GotoAsync(address);
                await page.Live();
                await page.WaitForSelectorAsync(ready, new() { Timeout = 60_000 });
                await (then?.Invoke() ?? Task.CompletedTask);
                await look(name);
            },
            hurry
        );

    private Task Prefer(IPage page) => PortalFixture.Prefer(page.Context, portal.Stack.Officials, "ko", "light");

    private static async Task Tab(IPage page, string tab, string shows)
    {
        await page.ClickAsync($"#tab-{tab}");
        await page.WaitForSelectorAsync(shows);
    }

    private static async Task Compare(IPage page, string shows)
    {
        await Tab(page, "chains", "#compare");
        await Press(page, shows);
    }

    private static async Task Press(IPage page, string shows)
    {
        await page.ClickAsync("#compare");
        await page.WaitForSelectorAsync(shows);
    }

    // A deselected row stays so for whoever looks later, and is in no file.
    private async Task Persists(IPage page, string order)
    {
        await Prefer(page);
        await page.GotoAsync($"/orders/{order}");
        await page.Live();
        await page.WaitForSelectorAsync(Rows);
        await page.Locator($"{Rows} input[type=checkbox]").First.UncheckAsync();
        await page.WaitForSelectorAsync("#left-out.notice");
        var left = (await page.Locator($"{Rows} td").AllInnerTextsAsync()).Take(3).ToList();
        await page.ReloadAsync();
        await page.Live();
        await page.WaitForSelectorAsync("#left-out.notice");
        Assert.False(await page.Locator($"{Rows} input[type=checkbox]").First.IsCheckedAsync());
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#export button[value=csv]"));
        var csv = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.DoesNotContain(left[2].Split('\n')[0].Trim(), csv, StringComparison.Ordinal);
        Assert.Contains("이후 동선", csv, StringComparison.Ordinal);
        var rows = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1;
        Assert.Contains($"{rows:N0}명", await page.Locator("#left-out").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task<(string Name, string Phone)> FirstPerson(IPage page, string order)
    {
        await page.GotoAsync($"/orders/{order}");
        await page.Live();
        await page.WaitForSelectorAsync($"{Rows} strong");
        var row = page.Locator(Rows).Filter(new() { Has = page.Locator("strong") }).First;
        var cells = await row.Locator("td").AllInnerTextsAsync();
        return (cells[1].Trim(), cells[2].Split('\n')[0].Trim());
    }

    // From a place that two cases share to everybody who was there: the form comes filled in.
    private async Task Window(IPage asks, IPage approves, string[] numbers)
    {
        await Prefer(asks);
        await asks.GotoAsync("/cases/shared");
        await asks.Live();
        await Press(asks, ".shared li");
        var place = asks.Locator(".shared > li").Filter(new() { HasText = numbers[0] }).Filter(new() { HasText = numbers[1] }).First;
        var facility = await place.Locator("h2").InnerTextAsync();
        await place.Locator("button").Last.ClickAsync();
        await asks.WaitForSelectorAsync("#WindowFrom");
        Assert.Contains(facility, await asks.Locator("#FacilityId option:checked").InnerTextAsync(), StringComparison.Ordinal);
        Assert.NotEqual("", await asks.InputValueAsync("#WindowFrom"));
        Assert.NotEqual("", await asks.InputValueAsync("#WindowTo"));
        Assert.DoesNotContain('?', asks.Url);
        await asks.Type("#Reason", "공통 노출 시설 확인");
        var window = await asks.Send();
        await approves.Approve(window);
        await Look(asks, $"/orders/{window}", "trace-window", Rows);
    }

    /// <summary>An issuer that takes connections and never answers: pinned at the register and the authority while it lives.</summary>
    private sealed class HangingIssuer : IDisposable
    {
        public const string Name = "응답 없는 발급회사";
        private const ushort Number = 99;
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly DomainFolder[] domains;

        public HangingIssuer(string data)
        {
            listener.Start();
            var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
            var keys = new AgreementKeys(EcJwk.Create());
            var issuer = new TrustedIssuer(Number, Name, url, keys.Public(), EcJwk.Create().Public(), EcJwk.Create().Public());
            domains = [.. new[] { "register", "authority" }.Select(domain => new DomainFolder(Path.Combine(data, domain)))];
            foreach (var domain in domains)
            {
                domain.Pin(issuer);
            }
        }

        public void Dispose()
        {
            foreach (var domain in domains)
            {
                File.Delete(Path.Combine(domain.IssuersPath, $"{Number}.json"));
            }
            listener.Dispose();
        }
    }
}
