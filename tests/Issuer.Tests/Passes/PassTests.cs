using System.Text;
using System.Text.Json;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Tests.Passes;

public sealed class PassTests
{
    [Fact]
    public async Task Requests_of_one_slot_get_different_codes()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var tickets = new HashSet<Ticket>();
        for (var i = 0; i < 30; i++)
        {
            Assert.True(tickets.Add((await issuer.Passes(token, 1))[0].Ticket));
        }
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_verified_visitor_gets_one_pass_per_slot(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var token = await issuer.Verify();
        var answer = await issuer.Json(HttpMethod.Post, "/v1/passes", token, new { count = 40 });

        Assert.Equal("2020-06-12T03:00:04.000Z", answer.GetProperty("now").GetString());
        var passes = answer.GetProperty("passes").EnumerateArray().ToList();
        Assert.Equal(40, passes.Count);
        var slot = new DateTimeOffset(2020, 6, 12, 3, 0, 0, TimeSpan.Zero);
        var tokens = new HashSet<TokenId>();
        var tickets = new HashSet<Ticket>();
        foreach (var one in passes)
        {
            var pass = issuer.Open(one.GetProperty("pass").GetString()!);
            Assert.Equal(slot.ToUnixTimeSeconds(), pass.Slot);
            Assert.Equal(slot.ToString("yyyy-MM-ddTHH:mm:ssZ"), one.GetProperty("validFrom").GetString());
            Assert.Equal(slot.AddSeconds(15), one.GetProperty("validUntil").GetDateTimeOffset());
            Assert.True(tokens.Add(pass.TokenId));
            tickets.Add(pass.Ticket);
            slot = slot.AddSeconds(15);
        }
        Assert.Equal(2, tickets.Count);
    }

    [Fact]
    public async Task One_request_for_passes_uses_a_ticket_for_at_most_five_minutes()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var all = await issuer.Tickets(token);
        all.AddRange(await issuer.Tickets(token, from: 32));
        var numbers = all.Where(t => t.Day == KoreanDay.Of(IssuerHost.Start)).ToDictionary(t => t.Ticket, t => t.N);

        var starts = new HashSet<int>();
        for (var request = 0; request < 12; request++)
        {
            var passes = await issuer.Passes(token, 40);
            var first = numbers[passes[0].Ticket];
            starts.Add(first);
            Assert.All(passes[..20], pass => Assert.Equal(first, numbers[pass.Ticket]));
            Assert.All(passes[20..], pass => Assert.Equal((first + 1) % 64, numbers[pass.Ticket]));
        }
        Assert.True(starts.Count > 1, "Each request begins with a random ticket.");
    }

    [Fact]
    public async Task Passes_around_midnight_in_Korea_use_the_ticket_of_their_day()
    {
        await using var issuer = await IssuerHost.StartAsync();
        issuer.Time.SetUtcNow(new DateTimeOffset(2020, 6, 12, 14, 59, 31, TimeSpan.Zero));
        var token = await issuer.Verify();
        var before = await issuer.Passes(token, 4);
        Assert.Equal(["2020-06-12", "2020-06-12", "2020-06-13", "2020-06-13"], before.Select(p => p.Day.ToString()));
        Assert.Equal(2, before.Select(p => p.Ticket).Distinct().Count());
        Assert.NotEqual(before[1].Ticket, before[2].Ticket);
    }

    [Fact]
    public async Task The_tickets_of_a_day_are_unchanged_after_a_restart()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var before = await issuer.Tickets(token);
        await issuer.Restart();
        Assert.Equal(before.Select(t => t.Ticket), (await issuer.Tickets(token)).Select(t => t.Ticket));
    }

    [Fact]
    public async Task The_issuer_stores_nothing_about_issued_passes_and_tickets()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        await issuer.Passes(token, 1);
        var before = Snapshot(issuer);
        for (var i = 0; i < 5; i++)
        {
            await issuer.Passes(token, 40);
            await issuer.Tickets(token);
        }
        Assert.Equal(before, Snapshot(issuer));
    }

    [Theory]
    [InlineData("""{"count":0}""")]
    [InlineData("""{"count":41}""")]
    [InlineData("""{"count":-1}""")]
    [InlineData("""{"count":1.5}""")]
    [InlineData("""{"count":"1"}""")]
    [InlineData("""{"count":99999999999}""")]
    [InlineData("""{"count":null}""")]
    [InlineData("""{"count":1,"count":2}""")]
    [InlineData("""{"count":1,"companionId":7}""")]
    [InlineData("""{"count":1}{"count":1}""")]
    [InlineData("""{"count":1} x""")]
    [InlineData("""{"count":1""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task Rejects_a_malformed_pass_request(string body)
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var (status, code) = await Post(issuer, token, Encoding.UTF8.GetBytes(body));
        Assert.Equal((400, "request-malformed"), (status, code));
    }

    [Fact]
    public async Task Rejects_pass_requests_with_a_wrong_encoding_content_type_or_size()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var good = """{"count":1}""";
        Assert.Equal((400, "request-malformed"), await Post(issuer, token, Encoding.Unicode.GetBytes(good)));
        Assert.Equal(
            (400, "request-malformed"),
            await Post(issuer, token, Encoding.UTF8.GetBytes(good), "application/json; charset=utf-16")
        );
        Assert.Equal((400, "request-malformed"), await Post(issuer, token, Encoding.UTF8.GetBytes(good), "text/plain"));
        Assert.Equal((400, "request-malformed"), await Post(issuer, token, Encoding.UTF8.GetBytes(good), null));
        Assert.Equal((400, "request-malformed"), await Post(issuer, token, [.. "{\"count\":1,\"x\":\""u8, 0xff, 0xfe, .. "\"}"u8]));
        var deep = Encoding.UTF8.GetBytes("""{"count":1,"x":""" + new string('[', 5000) + new string(']', 5000) + "}");
        Assert.Equal((400, "request-malformed"), await Post(issuer, token, deep));
        var large = Encoding.UTF8.GetBytes("""{"count":1,"x":""" + '"' + new string('a', 17 * 1024) + "\"}");
        Assert.Equal((413, "request-too-large"), await Post(issuer, token, large));
        Assert.Equal((413, "request-too-large"), await Post(issuer, token, new byte[10 * 1024 * 1024]));
        Assert.Equal(200, (await Post(issuer, token, Encoding.UTF8.GetBytes(good), "application/json; charset=utf-8")).Status);
    }

    private static async Task<(int Status, string? Code)> Post(
        IssuerHost issuer,
        string token,
        byte[] body,
        string? type = "application/json"
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/passes") { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new("Bearer", token);
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        using var answer = await issuer.Http.SendAsync(request);
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return ((int)answer.StatusCode, json.TryGetProperty("code", out var code) ? code.GetString() : null);
    }

    private static List<string> Snapshot(IssuerHost issuer) =>
        [
            .. Directory
                .EnumerateFiles(issuer.Data, "*", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal))
                .Order()
                .Select(file => $"{file} {new FileInfo(file).Length} {File.GetLastWriteTimeUtc(file):O}"),
        ];
}
