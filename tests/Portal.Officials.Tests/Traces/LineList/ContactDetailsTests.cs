using Bunit;
using KiPass.Portal.Officials.Traces.LineList;

namespace KiPass.Portal.Officials.Tests.Traces.LineList;

/// <summary>The form of one contact.</summary>
public sealed class ContactDetailsTests : OfficialPage
{
    [Fact]
    public async Task Who_saves_second_sees_the_current_value_and_keeps_the_input()
    {
        var (order, _) = await Traced(1);
        var row = (await Traces.Listed(TraceFixture.Asks, order))[0];
        var list = new LineListContext
        {
            Own = TraceFixture.Asks.Id,
            Assignees = [new Assignee(TraceFixture.Asks.Id, "김담당"), new Assignee(TraceFixture.Approves.Id, "이담당")],
            Names = new Dictionary<Guid, string> { [TraceFixture.Approves.Id] = "이담당" },
            Select = (_, _) => { },
            Narrow = _ => { },
            Change = (_, _) => Task.CompletedTask,
            Export = _ => Task.CompletedTask,
            Open = _ => Task.CompletedTask,
        };
        var editing = new ContactEditing(row, list, (one, change) => Traces.FollowUps.Change(TraceFixture.Asks, order, [one], change));
        var page = Show<ContactDetails, ContactEditing>(editing);
        page.Find("#follow-up-note").Change("다시 전화");
        await Traces.FollowUps.Change(
            TraceFixture.Approves,
            order,
            [row],
            new FollowUpChange { Status = ContactStatus.Reached, Note = "통화함" }
        );

        await page.Find("#follow-up-save").ClickAsync();

        var trouble = page.Find("#follow-up-trouble").TextContent;
        Assert.Contains("이담당", trouble, StringComparison.Ordinal);
        Assert.Contains("Reached", trouble, StringComparison.Ordinal);
        Assert.Contains("통화함", trouble, StringComparison.Ordinal);
        Assert.Equal("통화함", (await Traces.Listed(TraceFixture.Asks, order))[0].FollowUp.Note);
        Assert.Equal("Save anyway", page.Find("#follow-up-save").TextContent);

        await page.Find("#follow-up-save").ClickAsync();

        // Only the note was typed here. The status of the other official stays.
        var saved = (await Traces.Listed(TraceFixture.Asks, order))[0].FollowUp;
        Assert.Equal((ContactStatus.Reached, "다시 전화"), (saved.Status, saved.Note));
    }
}
