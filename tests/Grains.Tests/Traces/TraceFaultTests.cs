using KiPass.Contracts.Traces;
using KiPass.Grains.Tests.Hosting;
using KiPass.Testing;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Tests.Traces;

/// Goal: whatever dies or lies in the middle, the same line list comes out, or less of it with the reason named; never more.
public sealed class TraceFaultTests
{
    [Theory]
    [InlineData("subjects", StoreKind.Sqlite)]
    [InlineData("OfTicket", StoreKind.Sqlite)]
    [InlineData("AtFacility", StoreKind.Sqlite)]
    [InlineData("Shown", StoreKind.Sqlite)]
    [InlineData("identities", StoreKind.Sqlite)]
    [InlineData("subjects", StoreKind.Postgres)]
    [InlineData("AtFacility", StoreKind.Postgres)]
    [InlineData("identities", StoreKind.Postgres)]
    public async Task A_silo_crash_at_any_stage_does_not_change_the_trace_result(string stage, StoreKind kind)
    {
        await using var world = await TraceWorld.Create(kind);
        await Story(world);
        var order = world.Order();
        var reached = new TaskCompletionSource();
        Task Hang(string where)
        {
            if (where != stage)
            {
                return Task.CompletedTask;
            }
            reached.TrySetResult();
            return new TaskCompletionSource().Task;
        }
        world.Reader.Before = Hang;
        world.Issuers.Before = (route, _, _) => Hang(route);
        Assert.Equal(TraceStart.Begun, await world.Trace(order).Start(order.Sign(world.AuthoritySigning)));
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

        world.Reader.Before = _ => Task.CompletedTask;
        world.Issuers.Before = (_, _, _) => Task.CompletedTask;
        await world.KillAndStartAnother();
        var before = world.Issuers.Requests.Count;
        // Nobody asks how far it is: the reminder alone wakes it.
        await Eventually.True(
            () =>
            {
                world.Register.Time.Advance(TimeSpan.FromSeconds(20));
                return world.Issuers.Requests.Count > before;
            },
            "the reminder wakes the trace"
        );
        await world.Reach(order, TraceStage.Completed);

        Assert.Equal(StoryLines, await world.Lines(order));
        Assert.Single(await world.Audit(), e => e.Kind == "trace-begun");
        Assert.Single(await world.Audit(), e => e.Kind == "trace-completed");
    }

    [Fact]
    public async Task A_temporary_database_outage_only_delays_a_trace()
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        var failures = 2;
        world.Reader.Before = where =>
            where == "Shown" && failures-- > 0 ? throw new Microsoft.Data.Sqlite.SqliteException("away", 14) : Task.CompletedTask;
        var order = world.Order();
        Assert.Equal(TraceStart.Begun, await world.Trace(order).Start(order.Sign(world.AuthoritySigning)));
        await AdvanceUntil(world, order, TraceStage.Completed);
        Assert.Equal(StoryLines, await world.Lines(order));
    }

    [Fact]
    public async Task A_partial_result_is_completed_when_an_unavailable_issuer_returns()
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        world.Issuers[2].IsDown = true;
        var order = world.Order();
        Assert.Equal(TraceStart.Begun, await world.Trace(order).Start(order.Sign(world.AuthoritySigning)));

        var progress = await world.Reach(order, TraceStage.WaitingForIssuers);
        Assert.Equal(IssuerAnswer.Unreachable, progress.Issuers.Single(i => i.Number == 2).Identities);
        Assert.Null(progress.CompletedAt);
        Assert.Equal(
            StoryLines.Select(line => line.Replace("Ben", "unknown of issuer 2", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            await world.Lines(order)
        );

        world.Issuers[2].IsDown = false;
        await AdvanceUntil(world, order, TraceStage.Completed);
        Assert.Equal(StoryLines, await world.Lines(order));
        Assert.NotNull((await world.Trace(order).Progress())!.CompletedAt);
    }

    [Fact]
    public async Task A_late_issuer_answer_about_the_index_person_adds_contacts()
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        await world.Facility("식당", "restaurant");
        await world.Enters("case@2", "식당", "12:00");
        await world.Enters("Gil", "식당", "12:30");
        world.Issuers[2].IsDown = true;
        var order = world.Order();
        Assert.Equal(TraceStart.Begun, await world.Trace(order).Start(order.Sign(world.AuthoritySigning)));
        await world.Reach(order, TraceStage.WaitingForIssuers);
        Assert.DoesNotContain(await world.Lines(order), line => line.StartsWith("Gil", StringComparison.Ordinal));

        world.Issuers[2].IsDown = false;
        await AdvanceUntil(world, order, TraceStage.Completed);
        Assert.Equal([StoryLines[0], StoryLines[1], "Gil at 식당 from 13 12:30 for 30: close", StoryLines[2]], await world.Lines(order));
    }

    [Fact]
    public async Task An_issuer_unavailable_until_the_order_expires_is_reported_as_too_late()
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        world.Issuers[2].IsDown = true;
        var order = world.Order();
        await world.Trace(order).Start(order.Sign(world.AuthoritySigning));
        await world.Reach(order, TraceStage.WaitingForIssuers);
        world.Register.Time.SetUtcNow(order.ExpiresAt);
        var progress = await AdvanceUntil(world, order, TraceStage.Completed);
        Assert.Equal(
            (IssuerAnswer.TooLate, IssuerAnswer.TooLate),
            (progress.Issuers.Single(i => i.Number == 2).Subjects, progress.Issuers.Single(i => i.Number == 2).Identities)
        );
        Assert.Single(await world.Lines(order), line => line.StartsWith("unknown of issuer 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_issuer_refusal_is_reported_with_its_code_and_not_retried()
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        world.Issuers[2].Refusal = "order-limit";
        var order = world.Order();
        var progress = await world.Complete(order);
        Assert.Equal((IssuerAnswer.Refused, "order-limit"), (progress.Issuers[1].Identities, progress.Issuers[1].Code));
        Assert.Equal(2, world.Issuers.Requests.Count(r => r.Issuer == 2));
    }

    [Fact]
    public async Task An_answer_not_signed_by_the_pinned_issuer_is_ignored()
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        world.Issuers[2].Signing = new FileSigningKey(EcJwk.Create());
        var order = world.Order();
        var progress = await world.Complete(order);
        Assert.Equal(
            (IssuerAnswer.NotAuthentic, IssuerAnswer.NotAuthentic),
            (progress.Issuers[1].Subjects, progress.Issuers[1].Identities)
        );
        Assert.Equal(1, (await world.Trace(order).Result())!.Identities.Single().Issuer);
    }

    [Fact]
    public async Task Subjects_outside_the_days_of_the_order_are_ignored()
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        world.Issuers[1].ExtraSubjects.Add(new DayTickets(world.Today - 3, [new Ticket(Guid.NewGuid())]));
        var order = world.Order();
        var progress = await world.Complete(order);
        Assert.Equal(IssuerAnswer.NotAuthentic, progress.Issuers[0].Subjects);
        Assert.Empty(await world.Lines(order));
    }

    [Fact]
    public async Task Contacts_of_an_unpinned_issuer_remain_unknown()
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        await world.Enters("Zoe@9", "노래방", "18:30");
        var order = world.Order();
        var progress = await world.Complete(order);
        Assert.Equal(IssuerAnswer.Unknown, progress.Issuers.Single(i => i.Number == 9).Identities);
        Assert.Contains(await world.Lines(order), line => line.StartsWith("unknown of issuer 9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trace_with_too_many_contacts_is_cut_to_the_limit_and_says_so()
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        var order = world.Order(maxContacts: 2);
        var progress = await world.Complete(order);
        Assert.Equal((2, 0, 1), (progress.Contacts, progress.PaperContacts, progress.LeftOut));
        Assert.Equal(StoryLines[..2], await world.Lines(order));
        Assert.Equal((0, 1), ((await world.Findings(order)).Cut![0].Contacts, (await world.Findings(order)).Cut![0].Paper));
    }

    private static readonly string[] StoryLines =
    [
        "Ana at 노래방 from 13 18:10 for 80: close",
        "Ben at 노래방 from 13 19:20 for 10: casual",
        "종이 at 노래방 from 13 19:00 for 30: close",
    ];

    private static async Task Story(TraceWorld world)
    {
        await world.Facility("노래방", "karaoke");
        await world.Enters("case", "노래방", "18:00");
        await world.Enters("Ana", "노래방", "18:10");
        await world.Enters("Ben@2", "노래방", "19:20");
        await world.Writes("종이", "노래방", "19:00");
    }

    private static async Task<TraceProgress> AdvanceUntil(TraceWorld world, TraceOrder order, TraceStage stage)
    {
        TraceProgress? progress = null;
        await Eventually.True(
            async () =>
            {
                world.Register.Time.Advance(TimeSpan.FromSeconds(30));
                return (progress = await world.Trace(order).Progress())?.Stage == stage;
            },
            $"the trace reaches {stage}"
        );
        return progress!;
    }
}
