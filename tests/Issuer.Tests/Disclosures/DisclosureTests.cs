using KiPass.Tokens;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Tests.Disclosures;

public sealed class DisclosureTests
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Subjects_are_all_tickets_of_the_index_person_on_each_day(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var token = await issuer.Verify();
        var own = await AllTickets(issuer, token);
        var others = new OtherDomains(issuer);

        var day = Assert.Single((await others.Subjects(others.Order())).Tickets);
        Assert.Equal(others.Today, day.Day);
        Assert.Equal(64, day.Tickets.Count);
        Assert.Equal(own[others.Today], day.Tickets.ToHashSet());

        issuer.Time.Advance(TimeSpan.FromDays(1));
        var answer = await others.Subjects(others.Order(name: " 김 하늘"));
        Assert.Equal([others.Today - 1, others.Today], answer.Tickets.Select(d => d.Day));
        Assert.All(answer.Tickets, d => Assert.Equal(own[d.Day], d.Tickets.ToHashSet()));
    }

    [Theory, InlineData("+821099999999", "김하늘"), InlineData("+821023456789", "김하눌"), InlineData("+8221234567", "김하늘")]
    public async Task An_unknown_person_gets_as_many_tickets_of_nobody(string phone, string name)
    {
        await using var issuer = await IssuerHost.StartAsync();
        var own = await AllTickets(issuer, await issuer.Verify());
        var others = new OtherDomains(issuer);
        var order = others.Order(phone, name);
        var day = Assert.Single((await others.Subjects(order)).Tickets);
        Assert.Equal(64, day.Tickets.Distinct().Count());
        Assert.Empty(day.Tickets.Intersect(own[day.Day]));
        Assert.Empty((await others.Identities(order, [.. day.Tickets])).People);

        var again = Assert.Single((await others.Subjects(others.Order(phone, name))).Tickets);
        Assert.Equal(day.Tickets.ToHashSet(), again.Tickets.ToHashSet());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Tickets_resolve_to_people_companions_and_children_with_guardians(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var token = await issuer.Verify();
        var child = await issuer.Json(HttpMethod.Post, "/v1/me/companions", token, new { name = "김아기", birthDate = "2015-05-05" }, 201);
        var own = await issuer.FirstTicket(token);
        var companion = await issuer.FirstTicket(token, child.GetProperty("companionId").GetString());
        var second = (await issuer.Tickets(token))[1].Ticket;
        var nobody = new Ticket(Guid.NewGuid());
        var others = new OtherDomains(issuer);

        var answer = await others.Identities(others.Order(), companion, own, nobody, own, second);
        var numbers = answer.People.Select(person => person.Number).ToList();
        Assert.Equal(
            [
                new DisclosedPerson(numbers[0], "김아기", "+821023456789", 2015, "+821023456789"),
                new DisclosedPerson(numbers[1], "김하늘", "+821023456789", 1990),
            ],
            answer.People
        );
        Assert.Equal(
            [
                new PersonTicket(others.Today, companion, numbers[0]),
                new PersonTicket(others.Today, own, numbers[1]),
                new PersonTicket(others.Today, second, numbers[1]),
            ],
            answer.Tickets
        );
        Assert.Equal([new DayTicket(others.Today, nobody)], answer.Unresolved);
    }

    [Fact]
    public async Task An_erased_account_is_unresolved()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var own = await issuer.FirstTicket(token);
        await issuer.Json(HttpMethod.Delete, "/v1/me", token, status: 204);
        var others = new OtherDomains(issuer);
        var answer = await others.Identities(others.Order(), own);
        Assert.Empty(answer.People);
        Assert.Single(answer.Unresolved);
    }

    [Fact]
    public async Task Tickets_from_29_days_ago_are_unresolved_even_if_the_order_covers_them()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var pass = (await issuer.Tickets(token))[0];
        var others = new OtherDomains(issuer);
        issuer.Time.Advance(TimeSpan.FromDays(28));
        var order = others.Order() with { FromDay = others.Today - 28 };
        var request = others.Request(order, new DayTickets(pass.Day, [pass.Ticket]));
        Assert.Single(others.Open(order, await others.Granted("identities", request.Sign(others.RegisterSigning))).People);

        issuer.Time.Advance(TimeSpan.FromDays(1));
        order = others.Order() with { FromDay = others.Today - 28 };
        request = others.Request(order, new DayTickets(pass.Day, [pass.Ticket]));
        Assert.Empty(others.Open(order, await others.Granted("identities", request.Sign(others.RegisterSigning))).People);
        Assert.DoesNotContain(pass.Day, (await others.Subjects(order)).Tickets.Select(p => p.Day));
    }

    [Fact]
    public async Task A_repeated_request_gets_the_same_answer_and_counts_once()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var own = await issuer.FirstTicket(await issuer.Verify());
        var others = new OtherDomains(issuer);
        var order = others.Order(maxContacts: 1);
        var request = others.Request(order, new DayTickets(others.Today, [own])).Sign(others.RegisterSigning);
        var first = others.Open(order, await others.Granted("identities", request));
        var again = others.Open(order, await others.Granted("identities", request));
        Assert.Equal(first.People, again.People);
        Assert.Equal(first.Tickets, again.Tickets);
        Assert.Single(first.People);
    }

    [Fact]
    public async Task A_visitor_sees_each_access_once_after_the_notification_delay()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var own = await issuer.FirstTicket(token);
        var others = new OtherDomains(issuer);
        var order = others.Order(noticeAfterDays: 3);
        await others.Identities(order, own);
        await others.Identities(order, own);
        await others.Subjects(order);

        async Task<List<string?>> Seen() =>
            [
                .. (await issuer.Json(HttpMethod.Get, "/v1/me/accesses", token))
                    .GetProperty("accesses")
                    .EnumerateArray()
                    .Select(a => a.GetProperty("kind").GetString())
                    .Order(),
            ];
        issuer.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        Assert.Empty(await Seen());
        issuer.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["identity", "subject"], await Seen());
    }

    [Fact]
    public async Task A_disclosure_audits_the_registers_head_and_returns_the_issuers_head()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var own = await issuer.FirstTicket(await issuer.Verify());
        var others = new OtherDomains(issuer);
        var order = others.Order();
        await others.Subjects(order);
        var request = others.Request(order, new DayTickets(others.Today, [own, new Ticket(Guid.NewGuid())]));
        var answer = await others.Granted("identities", request.Sign(others.RegisterSigning));

        var head = SignedHead.Verify(answer.Head, "issuer:1", others.IssuerSigning)!.Value;
        var entries = await others.Audit(head);
        Assert.Equal(["subjects-disclosed", "identities-disclosed"], entries.Select(e => e.Kind));
        Assert.Equal(head.Count, entries.Count);
        var facts = entries[1].Facts;
        Assert.Equal((order.Id.ToString(), request.Id.ToString()), (facts["order"], facts["request"]));
        Assert.Equal(("2", "1", "1"), (facts["asked"], facts["people"], facts["unresolved"]));
        Assert.Equal(ChainHead.Empty, SignedHead.Peek(facts["registerHead"]));
        Assert.DoesNotContain("김하늘", string.Concat(entries.SelectMany(e => e.Facts.Values)), StringComparison.Ordinal);
        Assert.DoesNotContain("+8210", string.Concat(entries.SelectMany(e => e.Facts.Values)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_can_contain_thousands_of_contacts()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var own = await issuer.FirstTicket(await issuer.Verify());
        var others = new OtherDomains(issuer);
        Ticket[] asked = [own, .. Enumerable.Range(0, 4999).Select(_ => new Ticket(Guid.NewGuid()))];
        var answer = await others.Identities(others.Order(maxContacts: 5000), asked);
        Assert.Single(answer.People);
        Assert.Equal(4999, answer.Unresolved.Count);
    }

    [Fact]
    public async Task Discloses_contacts_at_most_one_day_outside_the_order()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var others = new OtherDomains(issuer);
        var order = others.Order() with { FromDay = others.Today - 2, ToDay = others.Today - 2 };
        foreach (var (day, status) in new[] { (-1, 200), (-2, 200), (-3, 200), (-4, 403), (0, 403) })
        {
            var asked = new DayTickets(others.Today + day, [new Ticket(Guid.NewGuid())]);
            using var answer = await others.Post("identities", others.Request(order, asked).Sign(others.RegisterSigning));
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    internal static async Task<Dictionary<KoreanDay, HashSet<Ticket>>> AllTickets(
        IssuerHost issuer,
        string token,
        string? companionId = null
    )
    {
        List<PhoneTicket> all = [.. await issuer.Tickets(token, companionId), .. await issuer.Tickets(token, companionId, 32)];
        return all.GroupBy(t => t.Day).ToDictionary(day => day.Key, day => day.Select(t => t.Ticket).ToHashSet());
    }
}
