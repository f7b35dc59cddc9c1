using System.Text.RegularExpressions;
using KiPass.SystemTests.Fixtures;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>
/// Goal: officials get from the queue of the home page to an exported list of people who were called, with what the pages offer. Method: an
/// official requests a trace, an approver starts the morning at the home page, and the official calls on the board.
/// </summary>
[Collection(PortalGroup.Name)]
public sealed class MorningTests(PortalFixture portal)
{
    [Fact]
    public async Task An_officials_morning_goes_from_the_queue_over_calls_on_the_board_to_an_export()
    {
        var (asks, approves) = (await portal.Official(), await portal.Official("approver"));
        var index = portal.Stack.Demo.GetProperty("indexCase");
        var opened = await asks.NewCase();
        await asks.Write(index.GetProperty("name").GetString()!, index.GetProperty("phone").GetString()!);
        var order = await asks.Send();

        // The queue names the request with its age and leads to the decision.
        await approves.Open("/home");
        var item = approves.Locator("#queue li[data-kind=Approval]").Filter(new() { HasText = opened.Number });
        await Assertions.Expect(item.Locator(".queue-age strong")).ToHaveTextAsync(new Regex("분$"));
        await item.Locator("a").ClickAsync();
        await approves.ClickAsync("#approve-order");
        await approves.Confirm();
        await approves.Locator("#approve-order").WaitForAsync(new() { State = WaitForSelectorState.Detached });

        // The list is divided up: everybody to the official who asked.
        await asks.WaitForSelectorAsync("#export", new() { Timeout = 60_000 });
        await asks.CheckAsync(".line-list thead input[type=checkbox]");
        await asks.SelectOptionAsync("#bulk-assignee", new SelectOptionValue { Index = 1 });
        await asks.ClickAsync("#bulk-apply");
        await asks.Locator(".mud-snackbar").First.WaitForAsync();
        await asks.Open("/home");
        await asks.Locator("#queue li[data-kind=Calls]").Filter(new() { HasText = opened.Number }).Locator("a").ClickAsync();

        // Calls on the board: by the list on a card, and by dragging a card.
        await asks.WaitForSelectorAsync("#as-board");
        await asks.ClickAsync("#as-board");
        var first = asks.Locator("[data-status=ToCall] article").First;
        var reached = await first.Locator("strong").InnerTextAsync();
        var phone = await first.Locator("a[href^='tel:']").InnerTextAsync();
        await first.Locator("select").SelectOptionAsync("Reached");
        await Assertions.Expect(asks.Locator("[data-status=Reached] article")).ToContainTextAsync(reached);
        var second = asks.Locator("[data-status=ToCall] article").First;
        var missed = await second.Locator("strong").InnerTextAsync();
        await second.DragToAsync(asks.Locator("[data-status=NoAnswer] .board-zone"));
        await Assertions.Expect(asks.Locator("[data-status=NoAnswer] article")).ToContainTextAsync(missed);

        // Another official passes the person on. The list follows, and a reload does not bring back what was chosen before.
        await approves.Open($"/orders/{order}");
        await approves.ClickAsync("#as-board");
        var same = approves.Locator("[data-status=Reached] article").Filter(new() { HasText = reached });
        await same.Locator("select").SelectOptionAsync("Referred");
        var referred = asks.Locator("[data-status=Referred] article");
        await Assertions.Expect(referred).ToContainTextAsync(reached);
        await asks.Open($"/orders/{order}");
        await asks.ClickAsync("#as-board");
        await Assertions.Expect(referred).ToContainTextAsync(reached);

        // A note, and the file with all of it.
        await referred.Locator("button").First.ClickAsync();
        await asks.Type("#follow-up-note", "자가격리 안내함");
        await asks.ClickAsync("#follow-up-save");
        await asks.Locator("[role=dialog]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await Assertions.Expect(referred).ToContainTextAsync("자가격리 안내함");
        var download = await asks.RunAndWaitForDownloadAsync(() => asks.ClickAsync("#export button[value=csv]"));
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        var called = Assert.Single(lines, line => line.Contains($",{reached},{phone},", StringComparison.Ordinal));
        Assert.Matches(",이관 referred,[^,]+,자가격리 안내함$", called);
        Assert.Single(lines, line => line.Contains(",부재 no answer,", StringComparison.Ordinal));

        // The audit log says who changed how many, and nobody's name.
        await asks.Open("/audit");
        await asks.SelectOptionAsync("#what", "contact-status-changed");
        await Assertions.Expect(asks.Locator(".audit tbody")).ToContainTextAsync("연락됨");
        Assert.DoesNotContain(reached, await asks.Locator(".audit tbody").InnerTextAsync(), StringComparison.Ordinal);
        await approves.Context.CloseAsync();
        await asks.Context.CloseAsync();
    }

    [Fact]
    public async Task Search_opens_with_the_keyboard_and_leads_to_a_case_without_its_number_in_the_address()
    {
        var page = await portal.Official();
        var opened = await page.NewCase();
        await page.Open("/home");
        await Search(page);
        await page.Keyboard.TypeAsync(opened.Number);
        await page.Locator(".search-hit").Filter(new() { HasText = opened.Number }).WaitForAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await page.Arrives($"**/cases/{opened.Id}");
        Assert.DoesNotContain(opened.Number, page.Url, StringComparison.Ordinal);

        var facility = portal.Stack.Demo.GetProperty("facilities")[0];
        await Search(page);
        await page.Keyboard.TypeAsync(facility.GetProperty("name").GetString()!);
        await page.Locator(".search-hit").First.ClickAsync();
        await page.Arrives(new Regex("/reviews/[0-9a-f-]{36}$"));
        await page.Context.CloseAsync();
    }

    private static async Task Search(IPage page)
    {
        await page.WaitForSelectorAsync("#search-open[aria-keyshortcuts]");
        await page.Keyboard.PressAsync("Control+k");
        await page.WaitForSelectorAsync("#search-text:focus");
    }
}
