using KiPass.Grains.Tests.Visits.Stores;
using KiPass.Grains.Tests.Visits.Tokens;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Visitors;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Visits.Visitors;

public sealed class VisitorGrainTests(TokenCluster cluster) : IClassFixture<TokenCluster>
{
    private static readonly DateTimeOffset Now = new(2020, 6, 12, 19, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    public async Task A_visitor_key_combines_issuer_day_and_ticket()
    {
        var key = new VisitorKey(3, KoreanDay.Of(Now), SomeVisits.SomeTicket());
        var row = new VisitRow(key.Issuer, key.Day, key.Ticket, Guid.NewGuid(), Now, Guid.NewGuid());
        cluster.Reader.Rows.AddRange([
            row,
            row with
            {
                Issuer = 4,
            },
            row with
            {
                Day = key.Day + 1,
            },
            row with
            {
                Ticket = SomeVisits.SomeTicket(),
            },
        ]);
        Assert.Equal([row], await cluster.Inside(0).GetGrain<IVisitorGrain>(key.Text).Visits());
        cluster.Reader.IsSilent = true;
        Assert.Null(await cluster.Inside(0).GetGrain<IVisitorGrain>(key.Text).Visits());
        cluster.Reader.IsSilent = false;
    }

    [Fact]
    public void A_visitor_key_round_trips_through_its_text()
    {
        var key = new VisitorKey(65535, KoreanDay.Of(Now), SomeVisits.SomeTicket());
        Assert.StartsWith("v:65535:2020-06-12:", key.Text, StringComparison.Ordinal);
        Assert.Equal(key, VisitorKey.Parse(key.Text));
        Assert.DoesNotContain(key.Ticket.Value.ToString("N"), key.ToString(), StringComparison.Ordinal);
        Assert.ThrowsAny<FormatException>(() => VisitorKey.Parse("v:1:2020-06-12"));
    }
}
