using KiPass.Contracts.Traces;
using KiPass.Grains.Traces;
using KiPass.Testing;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Tests.Traces;

/// <summary>An issuer without a usable answer never looks like success, and can be asked again while the order is valid.</summary>
public sealed class TraceRetryTests
{
    [Theory]
    [InlineData("refuses", IssuerAnswer.Refused, "order-limit")]
    [InlineData("signs with another key", IssuerAnswer.NotAuthentic, IssuerFailures.Head)]
    [InlineData("has its answer forged", IssuerAnswer.NotAuthentic, IssuerFailures.Signature)]
    [InlineData("names other days", IssuerAnswer.NotAuthentic, IssuerFailures.Range)]
    public async Task An_answer_that_was_not_used_is_logged_and_recorded_with_its_reason(string what, IssuerAnswer answer, string reason)
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        Break(world, what);
        var order = world.Order();
        var progress = await world.Complete(order);

        var issuer = progress.Issuers.Single(i => i.Number == 2);
        Assert.Equal((answer, reason, true), (issuer.Subjects, issuer.Code, issuer.IsMissing));
        Assert.Contains($"Warning: Order {order.Id}: no usable answer of issuer 2 about subjects: {answer}, {reason}.", world.Log.Lines);
        var audit = await world.Audit();
        Assert.DoesNotContain(audit, entry => entry.Kind == "trace-completed");
        var ended = Assert.Single(audit, entry => entry.Kind == "trace-completed-in-part");
        Assert.Equal($"2:{answer}:{reason}", ended.Facts["missing"]);
    }

    [Theory]
    [InlineData(IssuerFailures.Timeout)]
    [InlineData(IssuerFailures.Shape)]
    [InlineData("http-502")]
    public async Task An_issuer_that_did_not_answer_is_logged_with_the_reason_and_asked_at_once_on_request(string failure)
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        (world.Issuers[2].IsDown, world.Issuers[2].Failure) = (true, failure);
        var order = world.Order();
        Assert.Equal(TraceStart.Begun, await world.Trace(order).Start(order.Sign(world.AuthoritySigning)));
        var progress = await world.Reach(order, TraceStage.WaitingForIssuers);
        Assert.Equal(failure, progress.Issuers.Single(i => i.Number == 2).Code);
        Assert.Contains(world.Log.Lines, line => line.EndsWith($"Unreachable, {failure}.", StringComparison.Ordinal));

        world.Issuers[2].IsDown = false;
        await Eventually.True(() => world.Trace(order).AskAgain(2).AsTask(), "the issuer is asked again");
        await world.Reach(order, TraceStage.Completed);
    }

    [Theory]
    [InlineData("refuses")]
    [InlineData("signs with another key")]
    [InlineData("has its answer forged")]
    [InlineData("names other days")]
    public async Task Asking_again_completes_the_list_and_asks_no_other_issuer_about_the_index_person(string what)
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        Break(world, what);
        var order = world.Order();
        await world.Complete(order);

        Mend(world);
        Assert.True(await world.Trace(order).AskAgain(2));
        var progress = await world.Reach(order, TraceStage.Completed);
        Assert.Equal(StoryLines, await world.Lines(order));
        Assert.DoesNotContain(progress.Issuers, issuer => issuer.IsMissing);
        Assert.Single(world.Issuers.Requests, request => request is { Route: "subjects", Issuer: 1 });
        var audit = await world.Audit();
        Assert.Single(audit, entry => entry.Kind == "trace-asked-again");
        Assert.Single(audit, entry => entry.Kind == "trace-completed");
        // An issuer that has answered is not asked again.
        Assert.False(await world.Trace(order).AskAgain(2));
        Assert.False(await world.Trace(order).AskAgain(9));
    }

    [Fact]
    public async Task Asking_again_twice_asks_once_and_survives_another_failure()
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        world.Issuers[2].Refusal = "order-limit";
        var order = world.Order();
        await world.Complete(order);
        for (var run = 1; run <= 2; run++)
        {
            Assert.True(await world.Trace(order).AskAgain(2));
            await world.Reach(order, TraceStage.Completed);
            Assert.Equal(run, (await world.Audit()).Count(entry => entry.Kind == "trace-asked-again"));
            Assert.Equal(run + 1, (await world.Audit()).Count(entry => entry.Kind == "trace-completed-in-part"));
        }
    }

    [Fact]
    public async Task Nobody_is_asked_again_after_the_order_has_expired_or_was_cancelled()
    {
        await using var world = await TraceWorld.Create();
        await Story(world);
        world.Issuers[2].Refusal = "order-limit";
        var order = world.Order();
        await world.Complete(order);
        world.Register.Time.SetUtcNow(order.ExpiresAt);
        var before = world.Issuers.Requests.Count;
        Assert.False(await world.Trace(order).AskAgain(2));

        var other = world.Order();
        world.Issuers[2].IsDown = true;
        Assert.Equal(TraceStart.Begun, await world.Trace(other).Start(other.Sign(world.AuthoritySigning)));
        await world.Reach(other, TraceStage.WaitingForIssuers);
        await Eventually.True(() => world.Trace(other).Cancel().AsTask(), "the trace is cancelled");
        Assert.False(await world.Trace(other).AskAgain(2));
        Assert.DoesNotContain(world.Issuers.Requests.Skip(before), request => request.Request.Order == order.Sign(world.AuthoritySigning));
    }

    private static readonly string[] StoryLines =
    [
        "Ana at 노래방 from 13 18:10 for 80: close",
        "Ben at 노래방 from 13 19:20 for 10: casual",
    ];

    private static async Task Story(TraceWorld world)
    {
        await world.Facility("노래방", "karaoke");
        await world.Enters("case", "노래방", "18:00");
        await world.Enters("Ana", "노래방", "18:10");
        await world.Enters("Ben@2", "노래방", "19:20");
    }

    private static void Break(TraceWorld world, string what)
    {
        var issuer = world.Issuers[2];
        switch (what)
        {
            case "refuses":
                issuer.Refusal = "order-limit";
                break;
            case "signs with another key":
                issuer.ForgesHeads = true;
                break;
            case "has its answer forged":
                // Only of those about the index person: the authority alone can see who signed the others.
                issuer.ForgesAnswers = true;
                break;
            default:
                issuer.ExtraSubjects.Add(new DayTickets(world.Today - 3, [new Ticket(Guid.NewGuid())]));
                break;
        }
    }

    private static void Mend(TraceWorld world)
    {
        var issuer = world.Issuers[2];
        (issuer.Refusal, issuer.ForgesHeads, issuer.ForgesAnswers) = (null, false, false);
        issuer.ExtraSubjects.Clear();
    }
}
