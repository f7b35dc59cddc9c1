using KiPass.Hosting.Settings;
using KiPass.Issuer.Settings;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Tests.Disclosures;

public sealed class DisclosureRefusalTests
{
    private static readonly Dictionary<string, (Func<OtherDomains, TraceOrder, string> Make, int Status, string Code)> Wrong = new()
    {
        ["nothing"] = ((_, _) => "", 400, "request-malformed"),
        ["no JWS"] = ((_, _) => """{"jti":1}""", 400, "request-malformed"),
        ["NUL"] = ((_, _) => "\0\0.\0.\0", 400, "request-malformed"),
        ["unsigned"] = (
            (d, o) => d.Request(o).Sign(d.RegisterSigning).Split('.') is var p ? $"{p[0]}.{p[1]}." : "",
            403,
            "order-not-authentic"
        ),
        ["signed by the authority"] = ((d, o) => d.Request(o).Sign(d.AuthoritySigning), 403, "order-not-authentic"),
        ["signed by anybody"] = ((d, o) => d.Request(o).Sign(new FileSigningKey(EcJwk.Create())), 403, "order-not-authentic"),
        ["meant for another issuer"] = ((d, o) => (d.Request(o) with { Issuer = 2 }).Sign(d.RegisterSigning), 403, "order-not-authentic"),
        ["expired"] = (
            (d, o) => (d.Request(o) with { IssuedAt = d.Now.AddMinutes(-5), ExpiresAt = d.Now }).Sign(d.RegisterSigning),
            403,
            "order-expired"
        ),
        ["valid for an hour"] = (
            (d, o) => (d.Request(o) with { ExpiresAt = d.Now.AddHours(1) }).Sign(d.RegisterSigning),
            400,
            "request-malformed"
        ),
        ["an order signed by the register"] = (
            (d, o) => (d.Request(o) with { Order = o.Sign(d.RegisterSigning) }).Sign(d.RegisterSigning),
            403,
            "order-not-authentic"
        ),
        ["an altered order"] = (
            (d, o) => (d.Request(o) with { Order = o.Sign(d.AuthoritySigning)[..^2] + "AA" }).Sign(d.RegisterSigning),
            403,
            "order-not-authentic"
        ),
        ["an order approved by who asked for it"] = (
            (d, o) => (d.Request(o) with { Order = d.SignAnyway(o with { ApprovedBy = o.RequestedBy }) }).Sign(d.RegisterSigning),
            403,
            "order-not-authentic"
        ),
        ["an order valid for eight days"] = (
            (d, o) => (d.Request(o) with { Order = d.SignAnyway(o with { ExpiresAt = o.IssuedAt.AddDays(8) }) }).Sign(d.RegisterSigning),
            403,
            "order-not-authentic"
        ),
        ["an order 29 days back"] = (
            (d, o) => (d.Request(o) with { Order = d.SignAnyway(o with { FromDay = d.Today - 29 }) }).Sign(d.RegisterSigning),
            403,
            "order-not-authentic"
        ),
        ["an expired order"] = (
            (d, o) =>
                (
                    d.Request(o) with
                    {
                        Order = (o with { IssuedAt = d.Now.AddDays(-1), ToDay = d.Today - 1, ExpiresAt = d.Now }).Sign(d.AuthoritySigning),
                    }
                ).Sign(d.RegisterSigning),
            403,
            "order-expired"
        ),
        ["an order that names nobody here"] = (
            (d, o) => d.Request(o with { ForIssuer = new Dictionary<ushort, string>() }).Sign(d.RegisterSigning),
            403,
            "order-not-authentic"
        ),
        ["an order sealed to another issuer"] = (
            (d, o) =>
                d.Request(
                        o with
                        {
                            ForIssuer = new Dictionary<ushort, string>
                            {
                                [1] = new IndexPerson("+821023456789", "김하늘").Seal(EcJwk.Create().Public()),
                            },
                        }
                    )
                    .Sign(d.RegisterSigning),
            403,
            "order-not-authentic"
        ),
        ["identities without tickets' route"] = (
            (d, o) => d.Request(o, new DayTickets(d.Today, [new Ticket(Guid.NewGuid())])).Sign(d.RegisterSigning),
            403,
            "order-not-authentic"
        ),
    };

    // Not signed by the register.
    private static readonly HashSet<string> Unsigned =
    [
        "nothing",
        "no JWS",
        "NUL",
        "unsigned",
        "signed by the authority",
        "signed by anybody",
    ];

    public static TheoryData<string> WrongRequests => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(WrongRequests))]
    public async Task An_invalid_request_is_refused_and_audited_if_the_register_signed_it(string what)
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        await issuer.Passes(token, 1);
        var others = new OtherDomains(issuer);
        var order = others.Order(noticeAfterDays: 0);
        Assert.Equal(Wrong[what].Code, await others.Refused("subjects", Wrong[what].Make(others, order), Wrong[what].Status));

        var audited = await others.Audit();
        if (Unsigned.Contains(what))
        {
            Assert.Empty(audited);
        }
        else
        {
            var entry = Assert.Single(audited);
            Assert.Equal(("disclosure-refused", Wrong[what].Code), (entry.Kind, entry.Facts["code"]));
        }
        Assert.Empty((await issuer.Json(HttpMethod.Get, "/v1/me/accesses", token)).GetProperty("accesses").EnumerateArray());
    }

    [Fact]
    public async Task The_fixture_for_invalid_orders_also_creates_valid_ones()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var others = new OtherDomains(issuer);
        var order = others.Order();
        await others.Granted("subjects", (others.Request(order) with { Order = others.SignAnyway(order) }).Sign(others.RegisterSigning));
    }

    [Fact]
    public async Task Identities_without_tickets_are_refused()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var others = new OtherDomains(issuer);
        Assert.Equal(
            "order-not-authentic",
            await others.Refused("identities", others.Request(others.Order()).Sign(others.RegisterSigning), 403)
        );
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Counts_each_contact_once_per_order_across_requests(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var own = await issuer.FirstTicket(await issuer.Verify());
        var others = new OtherDomains(issuer);
        var order = others.Order(maxContacts: 3);
        Ticket[] guesses = [.. Enumerable.Range(0, 3).Select(_ => new Ticket(Guid.NewGuid()))];
        await others.Identities(order, own, guesses[0]);
        await others.Identities(order, own, guesses[0], guesses[1]);
        Assert.Equal("order-limit", await RefusedFor(others, order, guesses[2]));
        Assert.Equal("order-limit", await RefusedFor(others, order, own, guesses[2]));
        Assert.Single((await others.Identities(order, own, guesses[1])).People);
        Assert.Single((await others.Identities(others.Order(maxContacts: 3), own, guesses[2])).People);
        Assert.Equal(2, (await others.Audit()).Count(e => e.Kind == "disclosure-refused"));
    }

    [Fact]
    public async Task The_issuers_own_limits_apply_even_if_the_order_allows_more()
    {
        await using var issuer = await IssuerHost.StartAsync(
            Store.Sqlite,
            "--Issuer:Disclosures:ContactsPerOrder=2",
            "--Issuer:Disclosures:ContactsPerDay=3",
            "--Issuer:Disclosures:OrdersPerDay=3"
        );
        var others = new OtherDomains(issuer);
        Ticket[] guesses = [.. Enumerable.Range(0, 5).Select(_ => new Ticket(Guid.NewGuid()))];
        Assert.Equal("order-limit", await RefusedFor(others, others.Order(), guesses[..3]));
        await others.Identities(others.Order(), guesses[..2]);
        Assert.Equal("order-limit", await RefusedFor(others, others.Order(), guesses[2..4]));
        await others.Identities(others.Order(), guesses[2]);
        await others.Subjects(others.Order());
        Assert.Equal("order-limit", await others.Refused("subjects", others.Request(others.Order()).Sign(others.RegisterSigning), 429));

        issuer.Time.Advance(TimeSpan.FromDays(1));
        await others.Subjects(others.Order());
        await others.Identities(others.Order(), guesses[..2]);
    }

    [Fact]
    public async Task Concurrent_requests_stay_within_the_limit()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var others = new OtherDomains(issuer);
        var order = others.Order(maxContacts: 10);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
                    others.Post(
                        "identities",
                        others.Request(order, new DayTickets(others.Today, [new Ticket(Guid.NewGuid())])).Sign(others.RegisterSigning)
                    )
                )
        );
        Assert.Equal(10, answers.Count(a => (int)a.StatusCode == 200));
        Assert.Equal(10, answers.Count(a => (int)a.StatusCode == 429));
    }

    [Fact]
    public async Task Rejects_oversized_bodies_and_floods_of_unsigned_requests()
    {
        await using var issuer = await IssuerHost.StartAsync(Store.Sqlite, "--Issuer:Limits:UnknownSessionsPerAddressAndMinute=5");
        var others = new OtherDomains(issuer);
        Assert.Equal("request-too-large", await others.Refused("identities", new string('A', 3 * 1024 * 1024), 413));
        for (var i = 0; i < 5; i++)
        {
            await others.Refused("subjects", "x", 400);
        }
        Assert.Equal("too-many-requests", await others.Refused("subjects", "x", 429));
        Assert.Empty(await others.Audit());
        await others.Subjects(others.Order());
    }

    [Fact]
    public async Task Discloses_nothing_without_a_pinned_authority()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var others = new OtherDomains(issuer);
        File.Delete(Path.Combine(issuer.Data, "trust", "authority.json"));
        Assert.Equal("unavailable", await others.Refused("subjects", others.Request(others.Order()).Sign(others.RegisterSigning), 503));
    }

    [Theory]
    [InlineData("--Issuer:Disclosures:ContactsPerOrder=0")]
    [InlineData("--Issuer:Disclosures:ContactsPerOrder=100001")]
    [InlineData("--Issuer:Disclosures:ContactsPerDay=0")]
    [InlineData("--Issuer:Disclosures:OrdersPerDay=0")]
    public async Task A_limit_outside_its_range_prevents_startup(string setting) =>
        await Assert.ThrowsAsync<StartException>(() => IssuerHost.StartAsync(Store.Sqlite, setting));

    private static Task<string> RefusedFor(OtherDomains others, TraceOrder order, params Ticket[] tickets) =>
        others.Refused("identities", others.Request(order, new DayTickets(others.Today, tickets)).Sign(others.RegisterSigning), 429);
}
