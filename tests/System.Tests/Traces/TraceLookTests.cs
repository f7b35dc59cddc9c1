using KiPass.SystemTests.Portal;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Traces;

/// <summary>
/// Goal: the trace page is accessible, fits a phone and explains every state; and its charts agree with the line list.
/// Method: the demo's people, orders by two officials in a browser, an issuer that hangs. With <c>KIPASS_SCREENS</c>: a picture of each.
/// </summary>
[Collection(PortalGroup.Name)]
public sealed class TraceLookTests(PortalFixture portal)
{
    // A table, or cards on a phone; only the visible ones are in the page.
    private const string Rows = ".line-list tbody tr.mud-table-row:visible, .line-list .contact-card:visible";

    [Fact]
    public async Task Trace_pages_are_accessible_from_draft_to_follow_up_order()
    {
        var (asks, approves) = (await portal.Official(), await portal.Official("approver"));
        var (name, phone) = Index();
        var first = await asks.NewCase(onset: $"{Tokens.KoreanDay.Of(TimeProvider.System.GetUtcNow()) - 3}");
        await Look(asks, $"/cases/{first.Id}/order", "order-form", "#Phone", hurry: true);
        await asks.Open($"/cases/{first.Id}");
        await asks.Write(name, phone, forward: true);
        await asks.ClickAsync("#save-order");
        await asks.Arrives("**/orders/*");
        var order = asks.Url.Split('/')[^1];
        await Look(asks, $"/orders/{order}", "trace-draft", "#submit-order", hurry: true);
        await asks.Send();
        await Look(approves, "/approvals", "trace-approvals", $"a[href='/orders/{order}']", hurry: true);
        await Look(approves, $"/orders/{order}", "trace-awaiting", "#approve-order", hurry: true);
        await Look(approves, $"/orders/{order}", "dialog-approve", "#approve-order", () => Press(approves, "#approve-order", Dialog), true);
        await Prefer(approves);
        await approves.Approve(order);
        await Look(asks, $"/orders/{order}", "trace-linelist", Rows, hurry: true);
        await Look(asks, $"/orders/{order}", "trace-board", Rows, () => Press(asks, "#as-board", ".board-zone article"), hurry: true);
        await Look(asks, $"/orders/{order}", "trace-contact", Rows, () => OpenFirst(asks), hurry: true);
        await Look(asks, $"/orders/{order}", "trace-selected", Rows, () => SelectFirst(asks), hurry: true);
        await Look(asks, $"/orders/{order}", "trace-hours", Rows, () => Press(asks, "#tab-hours", ".heat"));
        await Look(asks, $"/orders/{order}", "trace-next", Rows, () => Press(asks, "#tab-next", "#onward"));

        await Persists(asks, order);
        var contact = await FirstPerson(asks, order);
        var second = await asks.NewCase();
        await asks.Write(contact.Name, contact.Phone);
        var other = await asks.Send();
        await approves.Approve(other);
        await Prefer(asks);
        await asks.GotoAsync($"/orders/{other}");
        await asks.WaitForSelectorAsync(Rows, new() { Timeout = 60_000 });

        await Look(asks, $"/orders/{order}", "trace-chains", Rows, () => Compare(asks));
        var links = await asks.Locator("#chain-table").InnerTextAsync();
        Assert.Contains(first.Number, links, StringComparison.Ordinal);
        Assert.Contains(second.Number, links, StringComparison.Ordinal);
        Assert.True(await asks.Locator("#chain a").CountAsync() >= 2);
        await asks.FocusAsync("#tab-chains");
        await asks.Keyboard.PressAsync("Home");
        await asks.WaitForSelectorAsync("#tab-curve[aria-selected=true]:focus");

        await Look(asks, "/cases/shared", "cases-shared", "#compare", () => Press(asks, "#compare", ".shared li"), hurry: true);
        await Window(asks, approves, [first.Number, second.Number]);
        await Look(asks, "/cases", "cases", ".rows a", hurry: true);
        await Look(asks, $"/cases/{first.Id}", "cases-one", ".rows .chip-accepted", hurry: true);
        await Look(asks, "/home", "home-cases", "#queue a, #queue-empty", hurry: true);
        await asks.Context.CloseAsync();
        await approves.Context.CloseAsync();
    }

    [Fact]
    public async Task The_trace_page_explains_too_many_contacts_no_match_and_a_pending_issuer()
    {
        var (asks, approves) = (await portal.Official(), await portal.Official("approver"));
        var (name, phone) = Index();

        var many = await Approved(asks, approves, name, phone, maxContacts: 1);
        await Look(asks, $"/orders/{many}", "trace-too-many", "#cut", hurry: true);
        Assert.NotEqual(0, await asks.Locator("#cut li").CountAsync());

        var nobody = await Approved(asks, approves, "없는 사람", "010-9999-0000");
        await Look(asks, $"/orders/{nobody}", "trace-empty", "#no-visits", hurry: true);
        await asks.WaitForSelectorAsync("#nobody");

        using var hanging = new HangingIssuer(portal.Stack.Data);
        var partial = await Approved(asks, approves, name, phone);
        await Look(asks, $"/orders/{partial}", "trace-running", ".progress-strip", hurry: true);
        await asks.WaitForSelectorAsync(Rows, new() { Timeout = 60_000 });
        await Look(asks, $"/orders/{partial}", "trace-partial", Rows, hurry: true);
        Assert.Contains(HangingIssuer.Name, await asks.Locator("main .banner-kept").First.InnerTextAsync(), StringComparison.Ordinal);
        await asks.Context.CloseAsync();
        await approves.Context.CloseAsync();
    }

    [Fact]
    public async Task The_order_page_explains_every_rejected_cancelled_or_expired_state()
    {
        var (asks, approves) = (await portal.Official(), await portal.Official("approver"));
        var (name, phone) = Index();
        var opened = await asks.NewCase();
        await Look(asks, $"/cases/{opened.Id}/order", "order-form-wrong", "#Phone", () => Wrong(asks), hurry: true);
        await Look(asks, $"/cases/{opened.Id}/order", "order-form-window", "#Kind", () => AskForWindow(asks), hurry: true);
        await Look(asks, $"/cases/{opened.Id}", "dialog-hand-over", "#new-order", () => HandOver(asks), hurry: true);

        // A case of its own: what was typed into the first one's form comes back there.
        await Prefer(asks);
        await asks.NewCase();
        await asks.Write(name, phone, maxContacts: 20_000);
        var large = await asks.Send();
        await Look(approves, $"/orders/{large}", "trace-awaiting-large", "#approve-order", hurry: true);
        await Look(approves, $"/orders/{large}", "dialog-decline", "#decline-order", () => DeclineWithoutReason(approves), hurry: true);
        await approves.Confirm("기간이 너무 깁니다. 7일로 줄여 다시 요청해 주십시오.");
        await Look(asks, $"/orders/{large}", "trace-declined", "main .banner-refused", hurry: true);
        await Prefer(asks);
        await asks.Open($"/orders/{large}");
        await asks.ClickAsync("main .button-refused");
        await asks.Confirm();
        await Look(asks, $"/orders/{large}", "trace-cancelled", ".facility-head .chip-quiet", hurry: true);

        await portal.Stack.Become(large, "Refused", "OutOfDistrict");
        await Look(asks, $"/orders/{large}", "trace-refused", "main .banner-refused", hurry: true);
        await portal.Stack.Become(large, "RanOut");
        await Look(asks, $"/orders/{large}", "trace-ran-out", ".facility-head .chip", hurry: true);
        await portal.Stack.Become(large, "Destroyed");
        await Look(asks, $"/orders/{large}", "trace-destroyed", "main .banner", hurry: true);
        await asks.Context.CloseAsync();
        await approves.Context.CloseAsync();
    }

    [Fact]
    public async Task The_audit_page_and_the_public_statistics_are_accessible_in_every_state()
    {
        var (asks, approves) = (await portal.Official(), await portal.Official("approver"));
        var (name, phone) = Index();
        var order = await Approved(asks, approves, name, phone);
        await asks.WaitForSelectorAsync(Rows, new() { Timeout = 60_000 });
        await portal.Stack.Repeat(order, times: 7, monthsAgo: 1);
        await portal.Stack.Repeat(order, times: 2, monthsAgo: 2);

        await Look(
            asks,
            "/audit",
            "audit",
            "#chain .chip",
            () => asks.WaitForSelectorAsync(".audit tbody tr td:nth-child(2)"),
            hurry: true
        );
        await Look(asks, "/audit", "audit-register", "#chain .chip", () => OfRegister(asks), hurry: true);
        await Look(asks, "/audit", "audit-none", "#chain .chip", () => NoEntry(asks), hurry: true);
        var anybody = await portal.NewVisitor(portal.Stack.Officials);
        await Appearance.Check(
            anybody,
            portal.Stack.Officials,
            async look =>
            {
                await anybody.GotoAsync("/counts");
                await anybody.WaitForSelectorAsync("#counts td");
                await look("counts");
            },
            hurry: true
        );
        var counts = await anybody.Locator("#counts tbody").InnerTextAsync();
        Assert.Contains("7", counts, StringComparison.Ordinal);
        await anybody.Context.CloseAsync();
        await asks.Context.CloseAsync();
        await approves.Context.CloseAsync();
    }

    private const string Dialog = "[role=dialog]";

    private (string Name, string Phone) Index()
    {
        var index = portal.Stack.Demo.GetProperty("indexCase");
        return (index.GetProperty("name").GetString()!, index.GetProperty("phone").GetString()!);
    }

    private async Task<string> Approved(IPage asks, IPage approves, string name, string phone, int maxContacts = 1000)
    {
        await Prefer(asks);
        await asks.NewCase();
        await asks.Write(name, phone, maxContacts);
        var order = await asks.Send();
        await approves.Approve(order);
        return order;
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

    private static async Task Press(IPage page, string button, string shows)
    {
        await page.ClickAsync(button);
        await page.WaitForSelectorAsync(shows);
    }

    private static async Task OpenFirst(IPage page)
    {
        // The grid draws its rows again as soon as it knows their height. A click in between is lost.
        await Eventually.True(
            async () =>
            {
                await page.Locator(Rows).First.Locator("button.link").ClickAsync();
                return await page.Appears($"{Dialog} #follow-up-note");
            },
            "the first person is open"
        );
    }

    private static async Task SelectFirst(IPage page)
    {
        await page.Locator(Rows).First.Locator("input[type=checkbox]").CheckAsync();
        await page.WaitForSelectorAsync("#bulk");
        await page.ClickAsync(".timeline button");
        await page.WaitForSelectorAsync("#narrowed .chip");
    }

    private static async Task Compare(IPage page)
    {
        await Press(page, "#tab-chains", "#compare");
        await Press(page, "#compare", "#chain");
    }

    private static async Task Wrong(IPage page)
    {
        await page.Type("#Phone", "010-12");
        await page.Type("#ToDay", "2100-01-01");
        await page.Type("#MaxContacts", "20000");
        await page.Type("#NoticeAfterDays", "31");
        await page.ClickAsync(".mud-expand-panel-header");
        await Press(page, "#submit-order", "#Phone-error");
    }

    private static async Task AskForWindow(IPage page)
    {
        await page.SelectOptionAsync("#Kind", "FacilityWindow");
        await page.Type("#Find", "노래");
        await page.WaitForSelectorAsync("#FacilityId option:nth-child(2)", new() { State = WaitForSelectorState.Attached });
    }

    private static async Task HandOver(IPage page)
    {
        await page.ChooseRegion("#District", "26");
        await Press(page, ".two > section:nth-child(2) .actions button", Dialog);
    }

    private static async Task DeclineWithoutReason(IPage page)
    {
        await Press(page, "#decline-order", Dialog);
        await Press(page, $"{Dialog} .button-sure", "#reason-error");
    }

    private static async Task OfRegister(IPage page)
    {
        await page.SelectOptionAsync("#whose", "register");
        await page.SelectOptionAsync("#what", "identities-asked");
        await page.WaitForSelectorAsync(".audit tbody tr td:nth-child(2)");
    }

    private static async Task NoEntry(IPage page)
    {
        await page.Type("#day", "2020-06-12");
        await page.WaitForSelectorAsync(".audit .empty");
    }

    // A deselected row stays so for whoever looks later, and is in no file.
    private async Task Persists(IPage page, string order)
    {
        await Prefer(page);
        await page.Open($"/orders/{order}");
        await page.SetViewportSizeAsync(1440, 900);
        await page.WaitForSelectorAsync(Rows);
        var all = await Csv(page);
        var row = page.Locator(Rows).First;
        var left = (await row.Locator("td").AllInnerTextsAsync()).Take(3).ToList();
        await row.Locator("input[type=checkbox]").CheckAsync();
        await page.ClickAsync("#bulk-leave-out");
        await page.WaitForSelectorAsync("#left-out.banner");
        await page.ReloadAsync();
        await page.Live();
        await page.WaitForSelectorAsync("#left-out.banner");
        var csv = await Csv(page);
        // Companions share a phone, not a name: exactly this person's row is missing.
        Assert.Contains($"{left[1].Trim()},{left[2].Split('\n')[0].Trim()},", Assert.Single(all.Except(csv)), StringComparison.Ordinal);
        Assert.Equal(all.Length - 1, csv.Length);
        Assert.Contains("이후 동선", csv[0], StringComparison.Ordinal);
        Assert.Contains($"{csv.Length - 1:N0}명", await page.Locator("#left-out").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task<string[]> Csv(IPage page)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#export button[value=csv]"));
        return (await File.ReadAllTextAsync(await download.PathAsync())).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<(string Name, string Phone)> FirstPerson(IPage page, string order)
    {
        await page.Open($"/orders/{order}");
        await page.WaitForSelectorAsync(Rows);
        var row = page.Locator(Rows).Filter(new() { Has = page.Locator("strong") }).First;
        var read = await row.EvaluateAsync<string[]>(
            "row => ['strong', 'a[href^=\"tel:\"]'].map(part => row.querySelector(part).innerText.trim())"
        );
        return (read[0], read[1]);
    }

    // From a place that two cases share to everybody who was there: the form comes filled in.
    private async Task Window(IPage asks, IPage approves, string[] numbers)
    {
        await Prefer(asks);
        await asks.Open("/cases/shared");
        await Press(asks, "#compare", ".shared li");
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
        await Look(asks, $"/orders/{window}", "trace-window", Rows, hurry: true);
    }
}
