using KiPass.Contracts.Access;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Tests.Traces.LineList;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Officials.Traces.Running;
using KiPass.Testing;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Tests.Attacks;

/// <summary>Somebody tries to read or keep what officials wrote about contacts.</summary>
public sealed class FollowUpAttackTests : IDisposable
{
    private readonly TraceFixture traces = new();

    public void Dispose() => traces.Dispose();

    [Fact]
    [Attack("An official of another district reads or changes a follow-up")]
    public async Task Nobody_outside_the_jurisdiction_reads_or_changes_a_follow_up()
    {
        var order = await FollowUpTests.Traced(traces);
        var rows = await traces.Listed(TraceFixture.Asks, order);
        var list = (await traces.Lists.Look(TraceFixture.Asks, order))!;
        var elsewhere = new Official(Guid.NewGuid(), new Jurisdiction("26"), Approves: true);

        Assert.Empty(await traces.FollowUps.Of(elsewhere, order, list));
        Assert.Empty(await traces.FollowUps.Assignees(elsewhere, order));
        var result = await traces.FollowUps.Change(elsewhere, order, rows, new FollowUpChange { Status = ContactStatus.Reached });
        Assert.Equal(FollowUpOutcome.NotThere, result.Outcome);
        Assert.All(await traces.Listed(TraceFixture.Asks, order), row => Assert.Equal(FollowUp.None, row.FollowUp));
    }

    [Fact]
    [Attack("A page that is still open writes a note after the list was destroyed")]
    public async Task Nothing_about_a_contact_is_stored_after_the_line_list_was_destroyed()
    {
        var order = await FollowUpTests.Traced(traces);
        var rows = await traces.Listed(TraceFixture.Asks, order);
        traces.Time.Advance(TraceOrderService.Kept + TimeSpan.FromMinutes(1));
        await traces.Get<TraceDestruction>().Run();

        var result = await traces.FollowUps.Change(TraceFixture.Asks, order, rows, new FollowUpChange { Note = "메모" });

        Assert.Equal(FollowUpOutcome.NotThere, result.Outcome);
        await using var database = await traces.Get<IDbContextFactory<AuthorityDatabase>>().CreateDbContextAsync();
        Assert.Equal(0, await database.FollowUps.CountAsync());
    }
}
