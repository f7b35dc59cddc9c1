using AngleSharp.Dom;
using Bunit;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Tests.Traces.LineList;

/// <summary>The line list as a workplace, rendered with 300 contacts.</summary>
public sealed class LineListViewTests : OfficialPage
{
    private const int Contacts = 300;

    [Fact]
    public async Task Three_hundred_contacts_can_be_selected_assigned_and_marked_at_once()
    {
        var (order, page) = await Shown();
        Assert.Equal("300 people, 0 selected", page.Find("#row-count").TextContent);
        Assert.Empty(page.FindAll("#bulk"));

        page.Find("thead input[type=checkbox]").Change(true);
        Assert.Equal("300 people, 300 selected", page.Find("#row-count").TextContent);
        page.Find("#bulk-status").Change("Reached");
        page.Find("#bulk-assignee").Change($"{TraceFixture.Asks.Id}");
        await page.Find("#bulk-apply").ClickAsync();

        var rows = await Traces.Listed(TraceFixture.Approves, order);
        Assert.All(
            rows,
            row => Assert.Equal((ContactStatus.Reached, TraceFixture.Asks.Id), (row.FollowUp.Status, row.FollowUp.Assignee!.Value))
        );
        Assert.Equal(Contacts, rows.Count);
        Assert.Equal("300", Assert.Single(await Traces.Entries(), entry => entry.Kind == "contact-status-changed").Facts["rows"]);
    }

    [Fact]
    public async Task The_grid_calls_by_tel_link_and_hides_columns()
    {
        var (_, page) = await Shown();
        Assert.Equal("tel:+821010000000", page.Find("tbody a[href^='tel:']").GetAttribute("href"));
        Assert.Equal("010-1000-0000", page.Find("tbody a[href^='tel:']").TextContent);
        Assert.DoesNotContain(page.FindAll("thead th"), header => header.TextContent.Contains("Birth year", StringComparison.Ordinal));
        Column(page, "Birth year").Change(true);
        Column(page, "Minutes").Change(false);
        Assert.Contains(page.FindAll("thead th"), header => header.TextContent.Contains("Birth year", StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll("thead th"), header => header.TextContent.Contains("Minutes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_card_is_moved_on_the_board_by_keyboard_and_stays_there()
    {
        var (order, page) = await Shown();
        await page.Find("#as-board").ClickAsync();
        Assert.Equal(["300", "0", "0", "0"], page.FindAll(".board-count").Select(count => count.TextContent));
        // The board shows fifty cards of a column at once.
        Assert.Equal(50, page.FindAll("[data-status=ToCall] article").Count);

        page.Find("[data-status=ToCall] article select").Change("NoAnswer");

        Assert.Equal(["299", "1", "0", "0"], page.FindAll(".board-count").Select(count => count.TextContent));
        Assert.Contains("사람000", page.Find("[data-status=NoAnswer] article").TextContent, StringComparison.Ordinal);
        Assert.Single(await Traces.Listed(TraceFixture.Approves, order), row => row.FollowUp.Status == ContactStatus.NoAnswer);
    }

    [Fact]
    public async Task A_change_of_another_official_appears_without_a_reload()
    {
        var (order, page) = await Shown();
        var row = (await Traces.Listed(TraceFixture.Approves, order))[0];
        await Traces.FollowUps.Change(TraceFixture.Approves, order, [row], new FollowUpChange { Status = ContactStatus.Referred });
        page.WaitForAssertion(() => Assert.Equal("Referred", page.Find("tbody select").GetAttribute("value")));
    }

    [Fact]
    public async Task A_filter_of_another_view_is_named_and_can_be_removed()
    {
        var (_, page) = await Shown();
        var club = page.Instance;
        var list = (await Traces.Lists.Look(TraceFixture.Asks, page.Instance.OrderId))!;
        var start = list.Rows[0].FirstAt;
        var stop = new FoundStay(list.Rows[0].Exposures[0].Facility.Id, start, start.AddSeconds(10), InferredExit.DwellTime);
        await page.InvokeAsync(() => club.Show(ExposureFilter.Stop(stop)));
        Assert.Equal("10 people, 0 selected", page.Find("#row-count").TextContent);
        Assert.StartsWith("클럽 하늘, ", page.Find("#narrowed .chip").TextContent, StringComparison.Ordinal);

        await page.Find("#narrowed button").ClickAsync();

        Assert.Equal("300 people, 0 selected", page.Find("#row-count").TextContent);
        Assert.Empty(page.FindAll("#narrowed"));
    }

    [Fact]
    public async Task Rows_that_are_left_out_of_exports_are_named_and_counted()
    {
        var (order, page) = await Shown();
        page.Find("tbody input[type=checkbox]").Change(true);
        await page.Find("#bulk-leave-out").ClickAsync();
        Assert.Contains("1 rows are left out", page.Find("#left-out").TextContent, StringComparison.Ordinal);
        Assert.Contains("not exported", page.Find("tbody tr td:nth-child(2)").TextContent, StringComparison.Ordinal);
        Assert.Single(await Traces.Lists.Deselected(order));
    }

    private static IElement Column(IRenderedComponent<LineListView> page, string title) =>
        page.FindAll(".columns label").Single(label => label.TextContent.Trim() == title).QuerySelector("input")!;

    private async Task<(Guid Order, IRenderedComponent<LineListView> Page)> Shown()
    {
        var (order, list) = await Traced(Contacts);
        var page = Show<LineListView, JoinedList>(
            list,
            parameters => parameters.Add(view => view.OrderId, order).Add(view => view.ExpiresAt, Traces.Time.GetUtcNow().AddDays(28))
        );
        page.WaitForElement("#row-count");
        return (order, page);
    }
}
