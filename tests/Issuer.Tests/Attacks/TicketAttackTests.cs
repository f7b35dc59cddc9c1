using KiPass.Issuer.Hosting;
using KiPass.Testing;

namespace KiPass.Issuer.Tests.Attacks;

public sealed class TicketAttackTests
{
    [Theory, InlineData("/v1/tickets"), InlineData("/v1/passes")]
    [Attack("A visitor names another visitor's companion")]
    public async Task Nobody_fetches_tickets_of_another_visitors_companion(string route)
    {
        await using var issuer = await IssuerHost.StartAsync();
        var owner = await issuer.Verify();
        var added = await issuer.Json(HttpMethod.Post, "/v1/me/companions", owner, new { name = "김바다", birthDate = "2015-01-01" }, 201);
        var body = new { count = 1, companionId = added.GetProperty("companionId").GetString() };
        var stranger = await issuer.Verify("010-9999-8888");
        Assert.Equal("companion-unknown", await issuer.Refusal(HttpMethod.Post, route, stranger, body, 404));
        await issuer.Json(HttpMethod.Post, route, owner, body);
    }

    [Fact]
    [Attack("A script fetches tickets, pausing until its session is forgotten")]
    public async Task Nobody_fetches_more_tickets_by_pausing_until_the_session_leaves_memory()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        for (var i = 0; i < 22; i++)
        {
            await issuer.Tickets(token);
        }
        issuer.Time.Advance(TimeSpan.FromMinutes(11));
        await issuer.Get<MaintenanceService>().RunOnce(CancellationToken.None);
        for (var i = 0; i < 4; i++)
        {
            await issuer.Tickets(token);
        }
        Assert.Equal("too-many-requests", await issuer.Refusal(HttpMethod.Post, "/v1/tickets", token, new { }, 429));
    }

    [Fact]
    [Attack("A thief of the database looks for what the tickets of a day have in common")]
    public async Task Nobody_links_two_tickets_of_a_person_by_their_bytes()
    {
        await using var issuer = await IssuerHost.StartAsync();
        List<PhoneTicket> tickets =
        [
            .. await issuer.Tickets(await issuer.Verify()),
            .. await issuer.Tickets(await issuer.Verify("010-1111-2222")),
        ];
        var halves = tickets.SelectMany(t => Halves(t.Ticket.Value.ToByteArray()));
        Assert.Equal(4 * 96, halves.Distinct().Count());

        static IEnumerable<ulong> Halves(byte[] bytes) => [BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes, 8)];
    }
}
