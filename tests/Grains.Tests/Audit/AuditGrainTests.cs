using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Audit;
using KiPass.Grains.Audit;
using KiPass.Grains.Database;
using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Tests.Traces;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Audit;

public sealed class AuditGrainTests
{
    private static readonly Caller Official = Caller.Official("official-1", Jurisdiction.Nation);

    [Fact]
    public async Task Only_officials_can_read_audit_entries_about_orders()
    {
        await using var world = await TraceWorld.Create();
        await world.Facility("노래방", "karaoke");
        await world.Enters("case", "노래방", "18:00");
        await world.Enters("Ana", "노래방", "18:10");
        var (order, other) = (world.Order(), world.Order());
        await world.Complete(order);
        await world.Complete(other);
        var grain = world.Cluster.Grains.GetGrain<IAuditGrain>(IAuditGrain.Key);

        var page = (await grain.OfOrders(Official, new AuditQuery([order.Id], Limit: 3))).Value!;
        Assert.Equal("trace-completed", page.Lines[0].Kind);
        Assert.Equal(3, page.Lines.Length);
        Assert.True(page.Total > 3);
        Assert.All(page.Lines, line => Assert.Equal(order.Id.ToString(), line.Facts["order"]));
        Assert.True(page.Lines[0].Number > page.Lines[1].Number);
        Assert.All(page.Lines, line => Assert.DoesNotContain(line.Facts.Keys, fact => fact.EndsWith("Head", StringComparison.Ordinal)));

        var asked = (await grain.OfOrders(Official, new AuditQuery([order.Id, other.Id], Kind: "identities-asked"))).Value!;
        Assert.Equal(2, asked.Total);
        Assert.Empty((await grain.OfOrders(Official, new AuditQuery([order.Id], To: world.Now.AddDays(-1)))).Value!.Lines);
        Assert.Empty((await grain.OfOrders(Official, new AuditQuery([]))).Value!.Lines);

        foreach (
            var caller in new[]
            {
                Caller.Account("a"),
                new Caller("d", CallerRole.Administrator, Jurisdiction.Nation),
                Official with
                {
                    AccountId = "",
                },
            }
        )
        {
            Assert.Equal(AnswerStatus.Refused, (await grain.OfOrders(caller, new AuditQuery([order.Id]))).Status);
        }
        var tooMany = Enumerable.Range(0, IAuditGrain.MostOrders + 1).Select(_ => Guid.NewGuid()).ToImmutableArray();
        Assert.Equal(AnswerStatus.Refused, (await grain.OfOrders(Official, new AuditQuery(tooMany))).Status);
    }

    [Fact]
    public async Task Destroyed_visits_are_counted_by_month()
    {
        await using var register = await TestRegister.Create(StoreKind.Sqlite);
        await using var database = new RegisterDatabase(register.Options);
        var log = new AuditLog(database, register.Time);
        async Task Destroys(string what, long count) =>
            await log.Append(DestructionRecord.Kind, new DestructionRecord(what, "2021-11-01", count, "28-days").Facts);
        await Destroys("visits", 100);
        await Destroys("visits", 20);
        await Destroys("trace-result", 7);
        // The last second of the month in Korea.
        register.Time.SetUtcNow(new DateTimeOffset(2021, 12, 31, 23, 59, 59, KoreanDay.Offset));
        await Destroys("visits", 3);
        register.Time.Advance(TimeSpan.FromSeconds(1));
        await Destroys("visits", 5);

        var months = (await new AuditGrain(log).Destroyed()).Value;

        Assert.Equal([new DestroyedVisits(new DateOnly(2021, 12, 1), 123), new DestroyedVisits(new DateOnly(2022, 1, 1), 5)], months);
    }
}
