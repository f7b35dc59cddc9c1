using System.Text;
using System.Text.Json;
using CsCheck;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Hosting;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;
using Npgsql;

namespace KiPass.Issuer.Tests.Passes;

public sealed class TicketTests
{
    private static readonly KoreanDay Day = KoreanDay.Of(IssuerHost.Start);

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_visitor_gets_32_tickets_for_each_of_three_days(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var token = await issuer.Verify();
        using var answer = await issuer.Send(HttpMethod.Post, "/v1/tickets", token, new { });
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("2020-06-12T03:00:04.000Z", json.GetProperty("now").GetString());
        Assert.Equal(["now", "days"], json.EnumerateObject().Select(p => p.Name));
        var days = json.GetProperty("days").EnumerateArray().ToList();
        Assert.Equal(["2020-06-12", "2020-06-13", "2020-06-14"], days.Select(d => d.GetProperty("day").GetString()));
        Assert.All(days, day => Assert.Equal(["day", "kid", "tickets"], day.EnumerateObject().Select(p => p.Name)));
        Assert.All(days, day => Assert.Equal(32, day.GetProperty("tickets").GetArrayLength()));
        Assert.Equal(["n", "ticket", "key"], days[0].GetProperty("tickets")[0].EnumerateObject().Select(p => p.Name));

        var tickets = PhoneTicket.Read(json);
        Assert.Equal([Day, Day + 1, Day + 2], tickets.Select(t => t.Day).Distinct());
        Assert.All(tickets.GroupBy(t => t.Day), day => Assert.Equal(Enumerable.Range(0, 32), day.Select(t => t.N)));
        Assert.Equal(96, tickets.Select(t => t.Ticket).Distinct().Count());
        var ring = issuer.Get<DayKeyring>();
        Assert.Single(tickets.Select(t => ring.Find(t.Day)!.Open(t.Ticket)).Distinct());
    }

    [Fact]
    public async Task The_first_number_is_chosen_and_wraps_at_64()
    {
        await using var issuer = await IssuerHost.StartAsync(Store.Sqlite, "--Issuer:Limits:TicketsPerHour=10000");
        var token = await issuer.Verify();
        var known = new Dictionary<(KoreanDay, int), Ticket>();
        for (var from = 0; from < 64; from++)
        {
            var tickets = await issuer.Tickets(token, from: from);
            Assert.All(
                tickets.GroupBy(t => t.Day),
                day => Assert.Equal(Enumerable.Range(from, 32).Select(n => n % 64), day.Select(t => t.N))
            );
            Assert.All(tickets, t => Assert.Equal(t.Ticket, known.TryAdd((t.Day, t.N), t.Ticket) ? t.Ticket : known[(t.Day, t.N)]));
        }
        Assert.Equal(3 * 64, known.Values.Distinct().Count());
    }

    [Fact]
    public async Task Codes_made_from_a_ticket_open_in_every_slot_of_its_day_and_no_other()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var tickets = await issuer.Tickets(await issuer.Verify());
        (from i in Gen.Int[0, tickets.Count - 1] from slot in Gen.Int[0, Pass.SlotsPerDay - 1] select (tickets[i], slot)).Sample(
            made =>
            {
                var (ticket, slot) = made;
                var at = ticket.Day.StartUnixSeconds + slot * Pass.SlotSeconds;
                return PassOpener.Open(ticket.CodeAt(DateTimeOffset.FromUnixTimeSeconds(at)), issuer.Keys, out var pass)
                        == PassVerdict.Opened
                    && pass.Ticket == ticket.Ticket
                    && pass.Slot == at;
            },
            iter: 2000,
            threads: 1
        );
        var moved = tickets[0] with { KeyId = tickets[32].KeyId };
        Assert.Equal(PassVerdict.NotAuthentic, PassOpener.Open(moved.CodeAt(moved.Day.Start), issuer.Keys, out _));
    }

    [Theory]
    [InlineData("""{"from":64}""")]
    [InlineData("""{"from":-1}""")]
    [InlineData("""{"from":1.5}""")]
    [InlineData("""{"from":"1"}""")]
    [InlineData("""{"from":99999999999}""")]
    [InlineData("""{"from":1,"from":2}""")]
    [InlineData("""{"companionId":7}""")]
    [InlineData("""{} x""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task Rejects_a_malformed_ticket_request(string body)
    {
        await using var issuer = await IssuerHost.StartAsync();
        Assert.Equal((400, "request-malformed"), await Post(issuer, await issuer.Verify(), body));
    }

    [Theory]
    [InlineData("""{"companionId":"x"}""", 404, "companion-unknown")]
    [InlineData("""{"companionId":"00000000-0000-4000-8000-000000000000"}""", 404, "companion-unknown")]
    [InlineData("""{"from":null,"companionId":null,"unknown":[1]}""", 200, null)]
    [InlineData("""{"from":63}""", 200, null)]
    public async Task Answers_an_unusual_ticket_request(string body, int status, string? code)
    {
        await using var issuer = await IssuerHost.StartAsync();
        Assert.Equal((status, code), await Post(issuer, await issuer.Verify(), body));
    }

    [Fact]
    public async Task An_agreement_key_that_changes_at_midnight_applies_to_tickets_of_that_day()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var before = await issuer.Tickets(token);
        var file = Path.Combine(issuer.Data, "keys", "agreement.json");
        var old = new DomainFolder(issuer.Data).AgreementKeys().Keys[0].Key;
        var keys = new AgreementKeys([new(Day - 100, old), new(Day + 2, EcJwk.Create())]);
        await issuer.Restart(() => File.WriteAllText(file, JsonSerializer.Serialize(keys)));
        issuer.Keys.Pin(1, keys.Public());

        var after = await issuer.Tickets(token);
        Assert.Equal(before.Select(t => t.Ticket), after.Select(t => t.Ticket));
        Assert.All(after, t => Assert.Equal(PassVerdict.Opened, PassOpener.Open(t.CodeAt(t.Day.Start), issuer.Keys, out _)));
        Assert.All(
            before,
            t =>
                Assert.Equal(
                    t.Day < Day + 2 ? PassVerdict.Opened : PassVerdict.NotAuthentic,
                    PassOpener.Open(t.CodeAt(t.Day.Start), issuer.Keys, out _)
                )
        );
        issuer.Time.SetUtcNow((Day + 2).Start.AddMinutes(-1).ToUniversalTime());
        Assert.Equal(40, (await issuer.Passes(token, 40)).Count);
    }

    [Fact]
    public async Task A_database_outage_at_midnight_leaves_out_only_the_third_day()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabase();
        await using (var source = NpgsqlDataSource.Create(server.ConnectionString()))
        {
            await using var role = source.CreateCommand($"CREATE ROLE {database}_app LOGIN");
            await role.ExecuteNonQueryAsync();
        }
        await using var issuer = await IssuerHost.StartAsync(
            Store.Sqlite,
            $"--Issuer:Postgres:Owner={server.ConnectionString(database)}",
            $"--Issuer:Postgres:App={server.ConnectionString(database, database + "_app")}"
        );
        issuer.Time.SetUtcNow((Day + 1).Start.AddMinutes(-3).ToUniversalTime());
        var token = await issuer.Verify();
        var before = await issuer.Tickets(token);
        await server.Stop("immediate");
        issuer.Time.Advance(TimeSpan.FromMinutes(4));
        var after = await issuer.Tickets(token);
        Assert.Equal(before.Where(t => t.Day > Day).Select(t => t.Ticket), after.Select(t => t.Ticket));
    }

    [Fact]
    public async Task The_ticket_limit_is_kept_by_session_and_refills_evenly()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        for (var i = 0; i < 22; i++)
        {
            await issuer.Tickets(token);
        }
        using var refused = await issuer.Send(HttpMethod.Post, "/v1/tickets", token, new { });
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(164), refused.Headers.RetryAfter!.Delta);
        issuer.Time.Advance(TimeSpan.FromSeconds(164));
        await issuer.Tickets(token);
        Assert.Equal("too-many-requests", await issuer.Refusal(HttpMethod.Post, "/v1/tickets", token, new { }, 429));
        await issuer.Passes(token, 40);
        await issuer.Tickets(await issuer.Verify("010-8888-9999"));
    }

    private static async Task<(int Status, string? Code)> Post(IssuerHost issuer, string token, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tickets")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await issuer.Http.SendAsync(request);
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return ((int)answer.StatusCode, json.TryGetProperty("code", out var code) ? code.GetString() : null);
    }
}
