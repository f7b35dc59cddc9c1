using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Tests.Disclosures;

/// <summary>Everyone whom the register counts as a person can be the index person of an order, under every number they held.</summary>
public sealed class IndexPersonTests
{
    private const string Number = "010-2345-6789";

    [Theory]
    [InlineData(Store.Sqlite, "할머니가상", "1940-01-01", "할머니가상")]
    [InlineData(Store.Postgres, "할머니가상", "1940-01-01", "할머니가상")]
    [InlineData(Store.Sqlite, "김아기", "2015-05-05", "김 아기")]
    [InlineData(Store.Sqlite, "Ana Maria", "1970-05-05", "ana maria ")]
    public async Task An_order_finds_a_companion_by_the_adults_number(Store store, string name, string birthDate, string asked)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var adult = await issuer.Verify(Number);
        var companion = await Companion(issuer, adult, name, birthDate);
        var tickets = await DisclosureTests.AllTickets(issuer, adult, companion);
        var others = new OtherDomains(issuer);

        var day = Assert.Single((await others.Subjects(others.Order(name: asked))).Tickets);
        Assert.Equal(tickets[others.Today], day.Tickets.ToHashSet());
    }

    [Fact]
    public async Task An_order_for_the_adult_does_not_disclose_a_companion_nor_the_other_way_round()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var adult = await issuer.Verify(Number);
        var companion = await DisclosureTests.AllTickets(issuer, adult, await Companion(issuer, adult, "할머니가상", "1940-01-01"));
        var own = await DisclosureTests.AllTickets(issuer, adult);
        var others = new OtherDomains(issuer);

        Assert.Equal(own[others.Today], (await others.Subjects(others.Order())).Tickets.Single().Tickets.ToHashSet());
        Assert.Equal(
            companion[others.Today],
            (await others.Subjects(others.Order(name: "할머니가상"))).Tickets.Single().Tickets.ToHashSet()
        );
    }

    [Fact]
    public async Task A_companion_who_is_the_index_person_causes_a_notice_for_the_adult()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var adult = await issuer.Verify(Number);
        await Companion(issuer, adult, "할머니가상", "1940-01-01");
        var others = new OtherDomains(issuer);
        await others.Subjects(others.Order(name: "할머니가상", noticeAfterDays: 0));
        issuer.Time.Advance(TimeSpan.FromSeconds(1));
        var seen = (await issuer.Json(HttpMethod.Get, "/v1/me/accesses", adult)).GetProperty("accesses");
        Assert.Equal("subject", Assert.Single(seen.EnumerateArray()).GetProperty("kind").GetString());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task An_order_finds_everyone_who_held_the_number_within_28_days(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var first = await issuer.Verify(Number);
        var companion = await issuer.FirstTicket(first, await Companion(issuer, first, "할머니가상", "1940-01-01"));
        var own = await issuer.FirstTicket(first);
        var ownTomorrow = (await issuer.Tickets(first)).Where(t => t.Day > KoreanDay.Of(IssuerHost.Start)).Select(t => t.Ticket).ToList();
        var second = await issuer.FirstTicket(await issuer.Verify(Number, "박이슬", "1971-11-30"));
        var thirds = await issuer.Tickets(await issuer.Verify(Number, "최구름", "1985-07-07"));
        var third = thirds[0].Ticket;
        var thirdTomorrow = thirds[32].Ticket;
        var others = new OtherDomains(issuer);

        async Task<IEnumerable<Ticket>> Found(string name) =>
            (await others.Subjects(others.Order(name: name) with { FromDay = others.Today - 28 })).Tickets.SelectMany(day => day.Tickets);
        Assert.Contains(own, await Found("김하늘"));
        Assert.Contains(companion, await Found("할머니가상"));
        Assert.Contains(second, await Found("박이슬"));
        Assert.Contains(third, await Found("최구름"));

        issuer.Time.Advance(TimeSpan.FromDays(28));
        Assert.Contains(own, await Found("김하늘"));
        issuer.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty((await Found("김하늘")).Intersect(ownTomorrow));
        Assert.Contains(thirdTomorrow, await Found("최구름"));
    }

    [Theory]
    [InlineData("김하늘", "1991-03-01")]
    [InlineData("김하늘", "1990-01-03")]
    [InlineData("김하늘", "1990-03-10")]
    [InlineData("김 하늘", "1990-08-01")]
    [InlineData("김하눌", "1990-03-01")]
    public async Task A_corrected_name_or_birth_date_keeps_person_visits_companions_and_session(string name, string birthDate)
    {
        await using var issuer = await IssuerHost.StartAsync();
        var before = await issuer.Verify(Number);
        await Companion(issuer, before, "할머니가상", "1940-01-01");
        var tickets = await DisclosureTests.AllTickets(issuer, before);
        var after = await issuer.Verify(Number, name, birthDate);
        var others = new OtherDomains(issuer);

        Assert.Equal(tickets[others.Today], (await others.Subjects(others.Order(name: name))).Tickets.Single().Tickets.ToHashSet());
        foreach (var session in new[] { before, after })
        {
            var me = await issuer.Json(HttpMethod.Get, "/v1/me", session);
            Assert.Equal((name, birthDate), (me.GetProperty("name").GetString(), me.GetProperty("birthDate").GetString()));
            Assert.Single(me.GetProperty("companions").EnumerateArray());
        }
    }

    [Fact]
    public async Task A_number_that_comes_back_within_28_days_names_the_same_person_again()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var first = await issuer.Verify(Number);
        await Companion(issuer, first, "할머니가상", "1940-01-01");
        var ticket = await issuer.FirstTicket(first);
        var other = await issuer.Verify(Number, "박이슬", "1971-11-30");
        var again = await issuer.Verify(Number);

        Assert.Equal(ticket, await issuer.FirstTicket(again));
        Assert.Single((await issuer.Json(HttpMethod.Get, "/v1/me", again)).GetProperty("companions").EnumerateArray());
        using var refused = await issuer.Send(HttpMethod.Get, "/v1/me", other);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData("박이슬", "1990-03-02")]
    [InlineData("김하늘", "1971-11-30")]
    [InlineData("할머니가상", "1940-01-01")]
    public async Task A_new_holder_of_a_number_does_not_get_the_companions_of_the_one_before(string name, string birthDate)
    {
        await using var issuer = await IssuerHost.StartAsync();
        var first = await issuer.Verify(Number);
        await Companion(issuer, first, "할머니가상", "1940-01-01");
        var next = await issuer.Verify(Number, name, birthDate);
        Assert.Empty((await issuer.Json(HttpMethod.Get, "/v1/me", next)).GetProperty("companions").EnumerateArray());
    }

    [Fact]
    public async Task An_earlier_holder_gets_nothing_back_by_a_similar_birth_date()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var first = await issuer.Verify(Number);
        await Companion(issuer, first, "할머니가상", "1940-01-01");
        await issuer.Verify(Number, "박이슬", "1971-11-30");
        var like = await issuer.Verify(Number, "김하늘", "1990-03-02");
        Assert.Empty((await issuer.Json(HttpMethod.Get, "/v1/me", like)).GetProperty("companions").EnumerateArray());
    }

    private static async Task<string> Companion(IssuerHost issuer, string token, string name, string birthDate) =>
        (await issuer.Json(HttpMethod.Post, "/v1/me/companions", token, new { name, birthDate }, 201))
            .GetProperty("companionId")
            .GetString()!;
}
