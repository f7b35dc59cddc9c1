using System.Security.Cryptography;
using KiPass.Issuer.Disclosures;
using KiPass.Tokens.Orders;

namespace KiPass.Issuer.Tests.Disclosures;

public sealed class SiblingTests
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Siblings_are_all_tickets_of_the_same_person_and_day(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var token = await issuer.Verify();
        var own = await DisclosureTests.AllTickets(issuer, token);
        var child = await issuer.Json(HttpMethod.Post, "/v1/me/companions", token, new { name = "김아기", birthDate = "2015-05-05" }, 201);
        var companion = await DisclosureTests.AllTickets(issuer, token, child.GetProperty("companionId").GetString());
        var others = new OtherDomains(issuer);
        var order = others.Order(noticeAfterDays: 0) with { Forward = true };

        var answer = await others.Siblings(
            order,
            new DayTickets(others.Today, [own[others.Today].First(), companion[others.Today].Last()]),
            new DayTickets(others.Today + 1, [own[others.Today + 1].Last()])
        );
        Assert.Equal([others.Today, others.Today, others.Today + 1], answer.Tickets.Select(t => t.Day));
        Assert.All(answer.Tickets, siblings => Assert.Equal(64, siblings.Tickets.Count));
        Assert.Equal(own[others.Today], answer.Tickets[0].Tickets.ToHashSet());
        Assert.Equal(companion[others.Today], answer.Tickets[1].Tickets.ToHashSet());
        Assert.Equal(own[others.Today + 1], answer.Tickets[2].Tickets.ToHashSet());

        var entry = Assert.Single(await others.Audit());
        Assert.Equal("siblings-disclosed", entry.Kind);
        Assert.Equal(("3", "2", "0"), (entry.Facts["asked"], entry.Facts["people"], entry.Facts["unresolved"]));
        var seen = (await issuer.Json(HttpMethod.Get, "/v1/me/accesses", token)).GetProperty("accesses");
        Assert.Equal(2, seen.GetArrayLength());
    }

    [Fact]
    public async Task A_request_for_too_many_siblings_is_malformed()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var others = new OtherDomains(issuer);
        var order = others.Order(maxContacts: 100_000) with { Forward = true };
        var tickets = Enumerable.Range(0, TicketsAnswer.MostSiblings + 1).Select(_ => new KiPass.Tokens.Passes.Ticket(Guid.NewGuid()));
        var request = others.Request(order, new DayTickets(others.Today, [.. tickets])).Sign(others.RegisterSigning);
        Assert.Equal("request-malformed", await others.Refused("siblings", request, 400));
    }

    [Fact]
    public void Two_people_of_an_order_never_have_the_same_number()
    {
        var hash = RandomNumberGenerator.GetBytes(32);
        var taken = new HashSet<int>();
        var numbers = Enumerable.Range(0, 100).Select(_ => DisclosureQuota.NextNumber(hash, taken)).ToList();
        Assert.Equal(100, numbers.Distinct().Count());
        Assert.All(numbers, number => Assert.True(number >= 0));
        Assert.Equal(numbers[0], DisclosureQuota.NextNumber(hash, []));
        Assert.Equal(numbers[1], DisclosureQuota.NextNumber(hash, [numbers[0]]));
    }
}
