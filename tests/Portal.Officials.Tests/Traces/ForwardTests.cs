using System.Text;
using KiPass.Portal.Officials.Traces.Exports;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Tests.Traces;

/// <summary>Where contacts went next: only when the order asks, and only in its own line list.</summary>
public sealed class ForwardTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forward_contacts_are_listed_only_if_the_order_requests_them(bool asked)
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        scene.Met("김하나", "+821012345678", daysAgo: 1);
        scene.ThenWentOn(hoursLater: 3);
        scene.ThenWentOn(hoursLater: 1);
        scene.Met("이둘", "+821022222222");
        scene.Found();

        var id = await traces.Traced(traces.Draft() with { Forward = asked });

        TraceOrder.Verify((await traces.Order(id)).Jws, traces.Domain.SigningKey().Public(), traces.Time.GetUtcNow(), out var order);
        Assert.Equal(asked, order!.Forward);
        var list = (await traces.Lists.Open(TraceFixture.Asks, id)).List!;
        var first = list.Rows.Single(row => row.Name == "김하나");
        Assert.Equal(asked ? [19, 21] : [], first.Next.Select(stay => stay.EnteredAt.ToOffset(Tokens.KoreanDay.Offset).Hour));
        Assert.Empty(list.Rows.Single(row => row.Name == "이둘").Next);
        Assert.Equal(asked, list.Forward is not null);
        Assert.Equal(asked ? 1 : 0, (new LineQuery { Next = scene.Pub.Id }).Of(Scene.Listed(list.Rows)).Count);

        var table = ExportTable.Of("C-1", Scene.Listed(list.Rows), new Dictionary<Guid, string>(), withNext: list.Forward is not null);
        var csv = Encoding.UTF8.GetString(await table.ToCsv());
        Assert.Equal(asked, csv.Contains("포차", StringComparison.Ordinal));
        Assert.All(
            csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Equal(asked ? 18 : 17, line.Count(c => c == ','))
        );
    }

    [Fact]
    public async Task A_draft_saves_the_forward_setting_and_a_prefill_can_be_used_once()
    {
        using var traces = new TraceFixture();
        var caseId = await traces.Case();
        var saved = await traces.Orders.Save(TraceFixture.Asks, caseId, null, traces.Draft() with { Forward = true });
        Assert.True((await traces.Order(saved.OrderId)).Forward);
        await traces.Orders.Save(TraceFixture.Asks, caseId, saved.OrderId, traces.Draft());
        Assert.False((await traces.Order(saved.OrderId)).Forward);

        var seed = new TraceOrderPrefill();
        var window = new WindowPrefill(Guid.NewGuid(), "클럽", "11170", traces.Time.GetUtcNow().AddHours(-2), traces.Time.GetUtcNow());
        seed.Put(caseId, window);
        Assert.Null(seed.Take(Guid.NewGuid()));
        seed.Put(caseId, window);
        Assert.Equal(window, seed.Take(caseId));
        Assert.Null(seed.Take(caseId));
    }
}
