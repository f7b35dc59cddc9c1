using KiPass.Contracts.Traces;
using KiPass.Grains.Tests.Hosting;
using KiPass.Testing;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Tests.Traces;

public sealed class TraceStartTests
{
    [Fact]
    public async Task An_invalid_trace_order_is_refused_with_a_reason_and_audited()
    {
        await using var world = await TraceWorld.Create();
        await world.Facility("수원", "karaoke", "41110");
        var order = world.Order();
        var text = order.Sign(world.AuthoritySigning);
        var expired = order with { IssuedAt = world.Now.AddDays(-1), ToDay = world.Today - 1, ExpiresAt = world.Now };
        var foreign = order with { ForRegister = "x" };
        var unfitting = order with { ForIssuer = new Dictionary<ushort, string>() };
        var elsewhere = world.WindowOrder("수원", "18:00", "19:00", district: "11110") with { Id = order.Id };
        (string Text, TraceStart Verdict)[] refused =
        [
            ("", TraceStart.Malformed),
            (new string('A', 200_000), TraceStart.Malformed),
            (text[..^2] + "AA", TraceStart.NotAuthentic),
            (text[..(text.LastIndexOf('.') + 1)], TraceStart.NotAuthentic),
            (world.SignAnyway(order with { ApprovedBy = order.RequestedBy }), TraceStart.SelfApproved),
            (world.SignAnyway(order with { ApprovedBy = " OFFICIAL-A " }), TraceStart.SelfApproved),
            (world.SignAnyway(order with { FromDay = world.Today - 29 }), TraceStart.OutOfBounds),
            (world.SignAnyway(order with { ToDay = world.Today + 1 }), TraceStart.OutOfBounds),
            (world.SignAnyway(order with { MaxContacts = TraceOrder.MostContacts + 1 }), TraceStart.OutOfBounds),
            (world.SignAnyway(order with { ExpiresAt = world.Now.AddDays(8) }), TraceStart.OutOfBounds),
            (order.Sign(new FileSigningKey(EcJwk.Create())), TraceStart.NotAuthentic),
            ((order with { Id = Guid.NewGuid() }).Sign(world.AuthoritySigning), TraceStart.NotAuthentic),
            (expired.Sign(world.AuthoritySigning), TraceStart.Expired),
            (foreign.Sign(world.AuthoritySigning), TraceStart.PartUnreadable),
            (unfitting.Sign(world.AuthoritySigning), TraceStart.PartUnreadable),
            (elsewhere.Sign(world.AuthoritySigning), TraceStart.OutOfDistrict),
        ];
        foreach (var (wrong, verdict) in refused)
        {
            Assert.Equal(verdict, await world.Trace(order).Start(wrong));
        }
        Assert.Equal(refused.Select(r => r.Verdict.ToString()), (await world.Audit()).Select(e => e.Facts["reason"]));
        Assert.Empty(world.Issuers.Requests);
        Assert.Null(await world.Trace(order).Progress());
        Assert.Equal(TraceStart.Begun, await world.Trace(order).Start(world.SignAnyway(order)));
    }

    [Fact]
    public async Task An_unknown_facility_is_reported_as_outside_the_district()
    {
        await using var world = await TraceWorld.Create();
        var part = new RegisterPart(
            TraceKind.FacilityWindow,
            new Dictionary<string, int>(),
            15,
            Guid.NewGuid(),
            world.Now.AddHours(-2),
            world.Now
        );
        var order = world.Order() with { ForIssuer = new Dictionary<ushort, string>(), ForRegister = part.Seal(world.RegisterKey) };
        Assert.Equal(TraceStart.OutOfDistrict, await world.Trace(order).Start(order.Sign(world.AuthoritySigning)));
    }

    [Fact]
    public async Task Starting_a_trace_again_changes_nothing()
    {
        await using var world = await TraceWorld.Create();
        var order = world.Order();
        var text = order.Sign(world.AuthoritySigning);
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.Trace(order).Start(text).AsTask())),
            start => Assert.Equal(TraceStart.Begun, start)
        );
        await world.Reach(order, TraceStage.Completed);
        Assert.Equal(TraceStart.Begun, await world.Trace(order).Start(text));
        Assert.Equal(TraceStart.NotAuthentic, await world.Trace(order).Start(order.Sign(world.AuthoritySigning)));
        Assert.Equal(2, world.Issuers.Requests.Count);
    }

    [Fact]
    public async Task A_cancelled_trace_sends_no_requests_and_returns_no_result()
    {
        await using var world = await TraceWorld.Create();
        var order = world.Order();
        var text = order.Sign(world.AuthoritySigning);
        Assert.False(await world.Trace(order).Cancel());
        var reached = new TaskCompletionSource();
        world.Issuers.Before = (_, _, cancellationToken) =>
        {
            reached.TrySetResult();
            return new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        };
        await world.Trace(order).Start(text);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(await world.Trace(order).Cancel());
        Assert.True(await world.Trace(order).Cancel());
        Assert.Equal(TraceStart.Begun, await world.Trace(order).Start(text));
        Assert.Equal(TraceStage.Cancelled, (await world.Trace(order).Progress())!.Stage);
        Assert.Null(await world.Trace(order).Result());
        Assert.Empty(world.Issuers.Requests);
        Assert.Single(await world.Audit(), e => e.Kind == "trace-cancelled");
    }

    [Fact]
    public async Task A_finished_trace_cannot_be_cancelled()
    {
        await using var world = await TraceWorld.Create();
        var order = world.Order();
        await world.Complete(order);
        Assert.False(await world.Trace(order).Cancel());
        Assert.NotNull(await world.Trace(order).Result());
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_trace_result_is_unreadable_after_four_weeks_and_deleted_within_hours(StoreKind kind)
    {
        await using var world = await TraceWorld.Create(kind);
        var order = world.Order();
        await world.Complete(order);
        var expiry = (await world.Trace(order).Progress())!.ExpiresAt;
        Assert.Equal(TimeSpan.FromDays(28), expiry - order.IssuedAt);

        world.Register.Time.SetUtcNow(expiry.AddMilliseconds(-1));
        Assert.NotNull(await world.Trace(order).Result());
        world.Register.Time.SetUtcNow(expiry);
        Assert.Null(await world.Trace(order).Result());
        Assert.Null(await world.Trace(order).Progress());

        await Eventually.True(
            async () =>
            {
                world.Register.Time.Advance(TimeSpan.FromMinutes(5));
                return (await world.Audit()).Any(e => e.Kind == "destroyed");
            },
            "the reminder destroys the trace"
        );
        Assert.True(world.Register.Now < expiry.AddHours(26));
        Assert.Equal(order.Id.ToString(), (await world.Audit())[^1].Facts["subject"]);
        Assert.Equal(TraceStart.Expired, await world.Trace(order).Start(order.Sign(world.AuthoritySigning)));
    }
}
