using KiPass.Issuer.Tests.Disclosures;
using KiPass.Testing;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Tests.Attacks;

/// <summary>A register that lies learns nothing about people from an issuer, and is bounded.</summary>
public sealed class DisclosureAttackTests
{
    [Theory, InlineData("+821099999999", "김하늘"), InlineData("+821023456789", "박이슬"), InlineData("+8221234567", "김하늘")]
    [Attack("A register learns from an answer's length or the issuer's work whether a person is known")]
    public async Task Nobody_learns_who_is_known_by_the_size_or_work_of_an_answer(string phone, string name)
    {
        await using var issuer = await IssuerHost.StartAsync(Store.Postgres);
        await issuer.StopMaintenance();
        await issuer.Verify();
        issuer.Time.Advance(TimeSpan.FromDays(2));
        var others = new OtherDomains(issuer);
        using var statements = new SqlStatements(issuer.Database!);
        var known = await others.Granted("subjects", others.Request(others.Order()).Sign(others.RegisterSigning));
        var workForKnown = statements.Take();
        var unknown = await others.Granted("subjects", others.Request(others.Order(phone, name)).Sign(others.RegisterSigning));
        Assert.Equal(known.Sealed.Length, unknown.Sealed.Length);
        Assert.NotEmpty(workForKnown);
        Assert.Equal(workForKnown, statements.Take());
    }

    [Theory, InlineData("identities"), InlineData("siblings")]
    [Attack("A register learns from an answer's length or the issuer's work whether an invented ticket is somebody's")]
    public async Task Nobody_learns_whose_ticket_it_is_by_the_size_or_work_of_an_answer(string route)
    {
        await using var issuer = await IssuerHost.StartAsync(Store.Postgres);
        await issuer.StopMaintenance();
        var token = await issuer.Verify();
        var child = await issuer.Json(HttpMethod.Post, "/v1/me/companions", token, new { name = "김아기", birthDate = "2015-05-05" }, 201);
        Ticket[] real = [await issuer.FirstTicket(token), await issuer.FirstTicket(token, child.GetProperty("companionId").GetString())];
        var others = new OtherDomains(issuer);
        using var statements = new SqlStatements(issuer.Database!);
        var (sizes, works) = (new HashSet<int>(), new HashSet<string>());
        Ticket[][] asked = [real, [real[0], Invented()], [Invented(), Invented()]];
        foreach (var tickets in asked)
        {
            var order = others.Order() with { Forward = true };
            var request = others.Request(order, new DayTickets(others.Today, tickets)).Sign(others.RegisterSigning);
            sizes.Add((await others.Granted(route, request)).Sealed.Length);
            works.Add(string.Join('\n', statements.Take()));
        }
        Assert.Single(sizes);
        Assert.Single(works);
    }

    [Fact]
    [Attack("A register asks for the other tickets of a contact without a forward order")]
    public async Task Nobody_links_entries_of_a_contact_without_a_forward_order()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var own = await issuer.FirstTicket(await issuer.Verify());
        var others = new OtherDomains(issuer);
        var order = others.Order();
        var request = others.Request(order, new DayTickets(others.Today, [own])).Sign(others.RegisterSigning);
        Assert.Equal("order-not-authentic", await others.Refused("siblings", request, 403));
        var entry = Assert.Single(await others.Audit());
        Assert.Equal(("siblings", "order-not-authentic"), (entry.Facts["what"], entry.Facts["code"]));

        var forged = others.Request(order with { Forward = true }) with
        {
            Order = (order with { Forward = true }).Sign(others.RegisterSigning),
        };
        Assert.Equal("order-not-authentic", await others.Refused("siblings", forged.Sign(others.RegisterSigning), 403));
    }

    [Fact]
    [Attack("A register invents, repeats or moves tickets, or sends those of another issuer")]
    public async Task Nobody_learns_from_siblings_of_a_ticket_that_does_not_open()
    {
        await using var issuer = await IssuerHost.StartAsync();
        await using var other = await IssuerHost.StartAsync();
        var tickets = await issuer.Tickets(await issuer.Verify());
        var foreign = await other.FirstTicket(await other.Verify());
        var others = new OtherDomains(issuer);
        var order = others.Order() with { Forward = true };
        Ticket[] wrong = [Invented(), foreign, tickets[32].Ticket];
        var answer = await others.Siblings(order, new DayTickets(others.Today, [.. wrong, .. wrong]));
        Assert.Equal(3, answer.Tickets.Count);
        foreach (var (asked, siblings) in wrong.Zip(answer.Tickets))
        {
            Assert.Equal(64, siblings.Tickets.Distinct().Count());
            Assert.Contains(asked, siblings.Tickets);
            Assert.Empty(siblings.Tickets.Intersect(tickets.Select(t => t.Ticket)).Except([asked]));
        }
        Assert.Empty((await others.Identities(order, wrong)).People);
    }

    [Fact]
    [Attack("A register asks for the other tickets of a person who deleted the account")]
    public async Task Nobody_links_entries_of_a_person_who_left()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var own = await DisclosureTests.AllTickets(issuer, token);
        await issuer.Json(HttpMethod.Delete, "/v1/me", token, null, 204);
        var others = new OtherDomains(issuer);
        var asked = own[others.Today].First();
        var answer = await others.Siblings(others.Order() with { Forward = true }, new DayTickets(others.Today, [asked]));
        Assert.Equal([asked], answer.Tickets[0].Tickets.Intersect(own[others.Today]));
    }

    [Theory, InlineData("identities"), InlineData("siblings")]
    [Attack("A register tries invented tickets until one is somebody's")]
    public async Task Nobody_tries_more_invented_tickets_than_an_order_has_contacts(string route)
    {
        await using var issuer = await IssuerHost.StartAsync();
        var others = new OtherDomains(issuer);
        var order = others.Order(maxContacts: 3) with { Forward = true };
        for (var i = 0; i < 3; i++)
        {
            await others.Granted(route, Request(Invented()));
        }
        Assert.Equal("order-limit", await others.Refused(route, Request(Invented()), 429));
        var entry = (await others.Audit())[^1];
        Assert.Equal("contacts of an order", entry.Facts["reason"]);
        Assert.Equal("1", (await others.Audit())[0].Facts["unresolved"]);

        string Request(Ticket ticket) => others.Request(order, new DayTickets(others.Today, [ticket])).Sign(others.RegisterSigning);
    }

    [Fact]
    [Attack("A register asks for every ticket of a few people")]
    public async Task Nobody_asks_for_more_than_four_tickets_for_each_contact()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var tickets = (await issuer.Tickets(token)).Select(t => t.Ticket).Take(9).ToArray();
        var others = new OtherDomains(issuer);
        var order = others.Order(maxContacts: 2);
        Assert.Equal(8, (await others.Identities(order, tickets[..8])).Tickets.Count);
        var request = others.Request(order, new DayTickets(others.Today, tickets)).Sign(others.RegisterSigning);
        Assert.Equal("order-limit", await others.Refused("identities", request, 429));
    }

    [Fact]
    [Attack("An official compares the numbers of people in two orders")]
    public async Task Nobody_recognises_a_person_of_another_order_by_the_number()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var tickets = (await issuer.Tickets(await issuer.Verify())).Select(t => t.Ticket).ToArray();
        var others = new OtherDomains(issuer);
        var order = others.Order();
        var first = Assert.Single((await others.Identities(order, tickets[0])).People).Number;
        Assert.Equal(first, Assert.Single((await others.Identities(order, tickets[1], tickets[0])).People).Number);
        Assert.NotEqual(first, Assert.Single((await others.Identities(others.Order(), tickets[0])).People).Number);
    }

    private static Ticket Invented() => new(Guid.NewGuid());
}
