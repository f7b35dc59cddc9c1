using System.Text.Json;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Demo;
using KiPass.Issuer.Personal;

namespace KiPass.Issuer.Tests.Demo;

public sealed class DemoTests
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_demo_creates_a_week_of_visits_with_valid_passes(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var demo = await Seed(issuer);
        var visitors = demo.GetProperty("visitors").EnumerateArray().ToList();
        Assert.InRange(visitors.Count, 200, 400);
        Assert.Equal(visitors.Count, visitors.Select(v => v.GetProperty("phone").GetString()).Distinct().Count());
        Assert.All(visitors, v => Assert.Matches("^010-[0-9]{4}-[0-9]{4}$", v.GetProperty("phone").GetString()!));

        var visits = demo.GetProperty("visits").EnumerateArray().ToList();
        Assert.InRange(visits.Count, 2800, 4200);
        var dayKeys = issuer.Get<DayKeyring>();
        var whereabouts = new Dictionary<VisitorNumber, DateTimeOffset>();
        var tickets = new HashSet<Tokens.Passes.Ticket>();
        foreach (var visit in visits)
        {
            var at = visit.GetProperty("at").GetDateTimeOffset();
            var pass = issuer.Open(visit.GetProperty("pass").GetString()!);
            Assert.InRange(at.ToUnixTimeMilliseconds(), pass.Slot * 1000, pass.Expiry * 1000 - 1);
            Assert.InRange(at, IssuerHost.Start.AddDays(-7), IssuerHost.Start);
            Assert.InRange(visit.GetProperty("venue").GetInt32(), 0, 11);
            Assert.True(tickets.Add(pass.Ticket), "Each showing of the demo uses another ticket.");
            var person = dayKeys.Find(pass.Day)!.Open(pass.Ticket)!.Value;
            if (whereabouts.TryGetValue(person, out var before))
            {
                Assert.True(at - before > TimeSpan.FromHours(1), "Somebody was in two places within an hour.");
            }
            whereabouts[person] = at;
        }
        Assert.Equal(12, visits.Select(v => v.GetProperty("venue").GetInt32()).Distinct().Count());
    }

    [Fact]
    public async Task Demo_sessions_can_fetch_passes_and_the_demo_people_are_deterministic()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var first = await Seed(issuer);
        var again = await Seed(issuer);
        foreach (var list in new[] { first, again })
        {
            var visitor = list.GetProperty("visitors")[0];
            await issuer.Passes(visitor.GetProperty("sessionToken").GetString()!, 2);
        }
        Assert.Equal(People(first), People(again));
        var index = first.GetProperty("indexCase");
        Assert.Contains((index.GetProperty("name").GetString(), index.GetProperty("phone").GetString()), People(first));
    }

    private static List<(string?, string?)> People(JsonElement demo) =>
        [
            .. demo.GetProperty("visitors")
                .EnumerateArray()
                .Select(v => (v.GetProperty("name").GetString(), v.GetProperty("phone").GetString())),
        ];

    private static async Task<JsonElement> Seed(IssuerHost issuer)
    {
        using var output = new MemoryStream();
        await issuer.Get<DemoSeeder>().Run(output, CancellationToken.None);
        return JsonDocument.Parse(output.ToArray()).RootElement;
    }
}
