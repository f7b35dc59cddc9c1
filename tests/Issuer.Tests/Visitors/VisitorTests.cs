using System.Text.Json;

namespace KiPass.Issuer.Tests.Visitors;

public sealed class VisitorTests
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Verifying_the_same_phone_renews_the_same_visitor(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var first = await issuer.FirstTicket(await issuer.Verify());
        var renewed = await issuer.FirstTicket(await issuer.Verify("+82 10-2345-6789", "김하늘별"));
        Assert.Equal(first, renewed);
        Assert.NotEqual(first, await issuer.FirstTicket(await issuer.Verify("010-2345-6780")));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_new_owner_of_a_phone_number_sees_no_data_of_the_previous_owner(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var before = await issuer.Verify();
        await issuer.Json(HttpMethod.Post, "/v1/me/companions", before, new { name = "김바다", birthDate = "2015-01-01" }, 201);
        var ticket = await issuer.FirstTicket(before);
        var after = await issuer.Verify(name: "박이슬", birthDate: "1971-11-30");

        Assert.NotEqual(ticket, await issuer.FirstTicket(after));
        Assert.Equal(0, (await issuer.Json(HttpMethod.Get, "/v1/me", after)).GetProperty("companions").GetArrayLength());
        Assert.Equal("session-unknown", await issuer.Refusal(HttpMethod.Get, "/v1/me", before, null, 401));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Companions_have_their_own_passes_and_tickets(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var token = await issuer.Verify();
        var added = await issuer.Json(HttpMethod.Post, "/v1/me/companions", token, new { name = "김바다", birthDate = "2015-01-01" }, 201);
        var companion = added.GetProperty("companionId").GetString()!;
        var own = await issuer.Tickets(token);
        var theirs = await issuer.Tickets(token, companion);
        Assert.Equal(96, theirs.Select(t => t.Ticket).Except(own.Select(t => t.Ticket)).Count());
        var pass = Assert.Single(await issuer.Passes(token, 1, companion));
        theirs.AddRange(await issuer.Tickets(token, companion, 32));
        Assert.Contains(pass.Ticket, theirs.Select(t => t.Ticket));

        var me = await issuer.Json(HttpMethod.Get, "/v1/me", token);
        var listed = Assert.Single(me.GetProperty("companions").EnumerateArray());
        Assert.Equal(companion, listed.GetProperty("id").GetString());
        Assert.Equal("김바다", listed.GetProperty("name").GetString());

        var other = await issuer.Verify("010-9999-8888");
        var body = new { count = 1, companionId = companion };
        Assert.Equal("companion-unknown", await issuer.Refusal(HttpMethod.Post, "/v1/passes", other, body, 404));
        Assert.Equal("companion-unknown", await issuer.Refusal(HttpMethod.Post, "/v1/tickets", other, body, 404));
        Assert.Equal("companion-unknown", await issuer.Refusal(HttpMethod.Delete, $"/v1/me/companions/{companion}", other, null, 404));

        await issuer.Json(HttpMethod.Delete, $"/v1/me/companions/{companion}", token, null, 204);
        Assert.Equal("companion-unknown", await issuer.Refusal(HttpMethod.Post, "/v1/passes", token, body, 404));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_visitor_has_at_most_ten_companions_even_if_added_concurrently(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var token = await issuer.Verify();
        var body = new { name = "김바다", birthDate = "2015-01-01" };
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 14).Select(_ => issuer.Send(HttpMethod.Post, "/v1/me/companions", token, body))
        );
        Assert.Equal(10, answers.Count(a => (int)a.StatusCode == 201));
        Assert.Equal(4, answers.Count(a => (int)a.StatusCode == 409));
    }

    [Fact]
    public async Task Only_an_adult_can_register_a_child()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var young = await issuer.Verify("010-1111-2222", birthDate: "2003-01-01");
        var child = new { name = "김바다", birthDate = "2015-01-01" };
        Assert.Equal("guardian-required", await issuer.Refusal(HttpMethod.Post, "/v1/me/companions", young, child, 403));
        var elder = new { name = "김산", birthDate = "1940-01-01" };
        await issuer.Json(HttpMethod.Post, "/v1/me/companions", young, elder, 201);
    }

    [Theory]
    [InlineData("""{"name":"","birthDate":"2015-01-01"}""")]
    [InlineData("""{"name":"   ","birthDate":"2015-01-01"}""")]
    [InlineData("""{"name":"12 34","birthDate":"2015-01-01"}""")]
    [InlineData("""{"name":"김\u0000바다","birthDate":"2015-01-01"}""")]
    [InlineData("""{"name":"김\u202e바다","birthDate":"2015-01-01"}""")]
    [InlineData("""{"name":"김\ud800","birthDate":"2015-01-01"}""")]
    [InlineData("""{"name":"김바다","birthDate":"2015-13-01"}""")]
    [InlineData("""{"name":"김바다","birthDate":"2020-06-13"}""")]
    [InlineData("""{"name":"김바다","birthDate":"1899-12-31"}""")]
    [InlineData("""{"name":"김바다","birthDate":20150101}""")]
    [InlineData("""{"name":"김바다"}""")]
    [InlineData("""{"name":["김바다"],"birthDate":"2015-01-01"}""")]
    public async Task An_impossible_name_or_birth_date_is_malformed(string body)
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        var json = JsonContent(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/me/companions") { Content = json };
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await issuer.Http.SendAsync(request);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((400, "request-malformed"), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
    }

    private static StringContent JsonContent(string body) => new(body, System.Text.Encoding.UTF8, "application/json");
}
