using System.Text;
using KiPass.Contracts.Access;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Officials.Traces.Running;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Tests.Traces.LineList;

/// <summary>Status, assignee and note of contacts.</summary>
public sealed class FollowUpTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_follow_up_is_seen_by_other_officials_and_stored_only_encrypted(bool postgres)
    {
        using var traces = new TraceFixture(postgres ? await TraceFixture.NewPostgres() : null);
        var order = await Traced(traces);
        var row = (await traces.Listed(TraceFixture.Asks, order)).Single(row => row.Row.Name == "김하나");
        var change = new FollowUpChange
        {
            Status = ContactStatus.Reached,
            Assignee = TraceFixture.Approves.Id,
            Note = " 내일 다시 통화 ",
        };

        var result = await traces.FollowUps.Change(TraceFixture.Asks, order, [row], change);

        Assert.Equal((FollowUpOutcome.Done, 1), (result.Outcome, result.Changed));
        var rows = await traces.Listed(TraceFixture.Approves, order);
        var seen = rows.Single(one => one.Row.Name == "김하나").FollowUp;
        Assert.Equal((ContactStatus.Reached, TraceFixture.Approves.Id, "내일 다시 통화"), (seen.Status, seen.Assignee!.Value, seen.Note));
        Assert.Equal((TraceFixture.Asks.Id, traces.Time.GetUtcNow()), (seen.ChangedBy!.Value, seen.ChangedAt!.Value));
        Assert.Equal(FollowUp.None, rows.Single(one => one.Row.Name == "이둘").FollowUp);
        await using var database = await traces.Get<IDbContextFactory<AuthorityDatabase>>().CreateDbContextAsync();
        var stored = await database.FollowUps.AsNoTracking().SingleAsync();
        Assert.DoesNotContain(
            Directory.EnumerateFiles(traces.Folder.Path, "*", SearchOption.AllDirectories),
            file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes("다시 통화")) >= 0
        );
        Assert.Equal(5, stored.Sealed.Split('.').Length);
    }

    [Fact]
    public async Task The_second_of_two_officials_gets_the_current_value_and_overwrites_nothing()
    {
        using var traces = new TraceFixture();
        var order = await Traced(traces);
        var first = await traces.Listed(TraceFixture.Asks, order);
        var second = await traces.Listed(TraceFixture.Approves, order);
        await traces.FollowUps.Change(TraceFixture.Asks, order, [first[0]], new FollowUpChange { Status = ContactStatus.NoAnswer });

        // A bulk action changes the others and leaves this one as it is.
        var result = await traces.FollowUps.Change(
            TraceFixture.Approves,
            order,
            second,
            new FollowUpChange { Status = ContactStatus.Referred }
        );

        Assert.Equal((FollowUpOutcome.Overtaken, 1), (result.Outcome, result.Changed));
        var current = Assert.Single(result.Overtaken);
        Assert.Equal((ContactStatus.NoAnswer, TraceFixture.Asks.Id), (current.Status, current.ChangedBy!.Value));
        var now = await traces.Listed(TraceFixture.Approves, order);
        Assert.Equal([ContactStatus.NoAnswer, ContactStatus.Referred], now.Select(row => row.FollowUp.Status));

        // Knowing the current value, the official can change it.
        await traces.FollowUps.Change(TraceFixture.Approves, order, now, new FollowUpChange { Status = ContactStatus.Referred });
        Assert.All(await traces.Listed(TraceFixture.Asks, order), row => Assert.Equal(ContactStatus.Referred, row.FollowUp.Status));
    }

    [Fact]
    public async Task Two_officials_who_choose_the_same_value_are_not_in_conflict()
    {
        using var traces = new TraceFixture();
        var order = await Traced(traces);
        var rows = await traces.Listed(TraceFixture.Asks, order);
        var reached = new FollowUpChange { Status = ContactStatus.Reached };
        await traces.FollowUps.Change(TraceFixture.Asks, order, rows, reached);
        Assert.Equal(FollowUpOutcome.Done, (await traces.FollowUps.Change(TraceFixture.Approves, order, rows, reached)).Outcome);
        Assert.Single(await traces.Audit(), kind => kind == "contact-status-changed");
    }

    [Fact]
    public async Task The_audit_log_counts_who_changed_what_and_names_no_contact()
    {
        using var traces = new TraceFixture();
        var order = await Traced(traces);
        Task<FollowUpResult> Change(FollowUpChange change) => Changed(traces, order, change);
        await Change(new FollowUpChange { Status = ContactStatus.Reached, Assignee = TraceFixture.Approves.Id });
        await Change(new FollowUpChange { Note = "김하나 010-1234-5678" });
        await Change(new FollowUpChange { Assignee = Guid.Empty });

        var entries = (await traces.Entries()).Where(entry => entry.Kind.StartsWith("contact", StringComparison.Ordinal)).ToList();

        Assert.Equal(
            ["contact-status-changed", "contacts-assigned", "contact-note-changed", "contacts-unassigned"],
            entries.Select(entry => entry.Kind)
        );
        Assert.All(
            entries,
            entry =>
                Assert.Equal(($"{order}", $"{TraceFixture.Asks.Id}", "2"), (entry.Facts["order"], entry.Facts["by"], entry.Facts["rows"]))
        );
        Assert.Equal(("Reached", $"{TraceFixture.Approves.Id}"), (entries[0].Facts["status"], entries[1].Facts["account"]));
        Assert.DoesNotContain(
            entries.SelectMany(entry => entry.Facts.Values),
            value => value.Contains("김하나", StringComparison.Ordinal) || value.Contains("1234", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_follow_up_survives_that_two_rows_turn_out_to_be_one_person()
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        scene.Met("김하나", "+821012345678");
        scene.Met("김하나", "+821012345678", issuer: 2);
        scene.Silent.Add(2);
        traces.Register.Refusals[2] = "order-limit";
        scene.Found();
        var order = await traces.Traced();
        await traces.Lists.Open(TraceFixture.Asks, order);
        await traces.FollowUps.Change(
            TraceFixture.Asks,
            order,
            await traces.Listed(TraceFixture.Asks, order),
            new FollowUpChange { Status = ContactStatus.Reached }
        );

        scene.Silent.Clear();
        await traces.Runner.AskAgain(TraceFixture.Asks, order, 2);
        await traces.Runner.Advance(order);

        var row = Assert.Single(await traces.Listed(TraceFixture.Asks, order));
        Assert.Equal((2, ContactStatus.Reached), (row.Row.Entries, row.FollowUp.Status));
    }

    [Fact]
    public async Task Only_officials_of_the_jurisdiction_can_be_assigned_and_notes_have_a_limit()
    {
        using var traces = new TraceFixture();
        var seoul = new Official(Guid.NewGuid(), new Jurisdiction("11"), Approves: false);
        var busan = new Official(Guid.NewGuid(), new Jurisdiction("26"), Approves: false);
        traces.Employ(seoul, busan);
        var order = await Traced(traces, seoul, "11170");
        Assert.DoesNotContain(busan.Id, (await traces.FollowUps.Assignees(seoul, order)).Select(one => one.Id));
        Assert.Equal(FollowUpOutcome.NoSuchOfficial, (await Changed(traces, order, new FollowUpChange { Assignee = busan.Id })).Outcome);
        Assert.Equal(
            FollowUpOutcome.NoteTooLong,
            (await Changed(traces, order, new FollowUpChange { Note = new string('a', 501) })).Outcome
        );
        Assert.Equal(FollowUpOutcome.Done, (await Changed(traces, order, new FollowUpChange { Assignee = seoul.Id })).Outcome);
        traces.Disable(seoul);
        Assert.Equal(FollowUpOutcome.NoSuchOfficial, (await Changed(traces, order, new FollowUpChange { Assignee = seoul.Id })).Outcome);
    }

    [Fact]
    public async Task Follow_ups_are_destroyed_with_the_line_list_and_when_the_trace_is_cancelled()
    {
        using var traces = new TraceFixture();
        var order = await Traced(traces);
        await Changed(traces, order, new FollowUpChange { Note = "메모" });
        Assert.Equal(2, await Stored(traces));
        traces.Time.Advance(TraceOrderService.Kept + TimeSpan.FromMinutes(1));
        await traces.Get<TraceDestruction>().Run();
        Assert.Equal(0, await Stored(traces));

        traces.Register.Stage = Contracts.Traces.TraceStage.WaitingForIssuers;
        var running = await Traced(traces);
        await Changed(traces, running, new FollowUpChange { Note = "메모" });
        Assert.Equal(2, await Stored(traces));
        Assert.Equal(TraceOrderOutcome.Done, await traces.Runner.Cancel(TraceFixture.Asks, running));
        Assert.Equal(0, await Stored(traces));
    }

    [Fact]
    public async Task Counts_the_people_whom_an_official_still_has_to_call()
    {
        using var traces = new TraceFixture();
        var order = await Traced(traces);
        await Changed(traces, order, new FollowUpChange { Assignee = TraceFixture.Asks.Id });
        Assert.Equal(2, (await traces.FollowUps.ToCall(TraceFixture.Asks, [order])).Mine[order].People);
        var one = (await traces.Listed(TraceFixture.Asks, order))[0];
        await traces.FollowUps.Change(TraceFixture.Asks, order, [one], new FollowUpChange { Status = ContactStatus.Reached });
        Assert.Equal(1, (await traces.FollowUps.ToCall(TraceFixture.Asks, [order])).Mine[order].People);
        var others = await traces.FollowUps.ToCall(TraceFixture.Approves, [order]);
        Assert.Empty(others.Mine);
        Assert.Contains(order, others.Begun);
    }

    internal static async Task<Guid> Traced(TraceFixture traces, Official? by = null, string district = "*")
    {
        var scene = new Scene(traces);
        scene.Met("김하나", "+821012345678");
        scene.Met("이둘", "+821022222222", after: TimeSpan.FromMinutes(5));
        scene.Found();
        var order = await traces.Traced(by: by, district: district);
        await traces.Lists.Open(TraceFixture.Asks, order);
        return order;
    }

    private static async Task<FollowUpResult> Changed(TraceFixture traces, Guid order, FollowUpChange change) =>
        await traces.FollowUps.Change(TraceFixture.Asks, order, await traces.Listed(TraceFixture.Asks, order), change);

    private static async Task<int> Stored(TraceFixture traces)
    {
        await using var database = await traces.Get<IDbContextFactory<AuthorityDatabase>>().CreateDbContextAsync();
        return await database.FollowUps.CountAsync();
    }
}
