using System.Net;
using KiPass.Issuer.Sessions;
using KiPass.Testing;
using Npgsql;

namespace KiPass.Issuer.Tests.Sessions;

public sealed class SessionTests
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_session_expires_after_thirty_days_unless_renewed_by_verification(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var token = await issuer.Verify();
        var me = await issuer.Json(HttpMethod.Get, "/v1/me", token);
        Assert.Equal(IssuerHost.Start.AddDays(30), me.GetProperty("sessionExpiresAt").GetDateTimeOffset());
        issuer.Time.SetUtcNow(IssuerHost.Start.AddDays(30).AddMilliseconds(-1));
        await issuer.Passes(token, 1);
        issuer.Time.SetUtcNow(IssuerHost.Start.AddDays(30));
        Assert.Equal("session-unknown", await issuer.Refusal(HttpMethod.Post, "/v1/passes", token, new { count = 1 }, 401));
        await issuer.Passes(await issuer.Verify(), 1);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_sixth_session_of_a_visitor_ends_the_first(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(
            store,
            "--Issuer:Limits:CodesPerPhoneAndHour=100",
            "--Issuer:Limits:CodesPerPhoneAddressAndHour=100"
        );
        var tokens = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            tokens.Add(await issuer.Verify());
            issuer.Time.Advance(TimeSpan.FromSeconds(10));
        }
        Assert.Equal("session-unknown", await issuer.Refusal(HttpMethod.Get, "/v1/me", tokens[0], null, 401));
        foreach (var token in tokens.Skip(1))
        {
            await issuer.Json(HttpMethod.Get, "/v1/me", token);
        }
    }

    [Fact]
    public async Task Signing_out_ends_one_session_immediately()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var first = await issuer.Verify();
        var second = await issuer.Verify();
        await issuer.Passes(first, 1);
        await issuer.Json(HttpMethod.Delete, "/v1/me/session", first, null, 204);
        Assert.Equal("session-unknown", await issuer.Refusal(HttpMethod.Post, "/v1/passes", first, new { count = 1 }, 401));
        await issuer.Passes(second, 1);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_session_ended_by_another_process_ends_within_five_seconds(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var token = await issuer.Verify();
        await issuer.Passes(token, 1);
        Assert.True(SessionToken.TryReadHeader($"Bearer {token}", out var hash));
        await issuer.Get<SessionStore>().End(hash, CancellationToken.None);
        issuer.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("session-unknown", await issuer.Refusal(HttpMethod.Post, "/v1/passes", token, new { count = 1 }, 401));
    }

    [Fact]
    public async Task A_known_session_stays_valid_for_ten_minutes_of_database_outage()
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
        var token = await issuer.Verify();
        await issuer.Passes(token, 1);
        await server.Stop("immediate");
        issuer.Time.Advance(TimeSpan.FromMinutes(9));
        await issuer.Passes(token, 40);
        Assert.Equal("unavailable", await issuer.Refusal(HttpMethod.Get, "/v1/me", token, null, 503));
        Assert.Equal("unavailable", await issuer.Refusal(HttpMethod.Post, "/v1/verifications", null, new { phone = "010-1111-2222" }, 503));
        using var ready = await issuer.Http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        issuer.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("unavailable", await issuer.Refusal(HttpMethod.Post, "/v1/passes", token, new { count = 1 }, 503));
        await server.StartAgain();
        await Eventually.True(
            async () => (await issuer.Send(HttpMethod.Post, "/v1/passes", token, new { count = 1 })).IsSuccessStatusCode,
            "passes are issued again"
        );
    }

    [Fact]
    public async Task A_session_may_fetch_a_minute_of_passes_at_once_before_rate_limiting()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        for (var i = 0; i < 12; i++)
        {
            await issuer.Passes(token, 40);
        }
        using var refused = await issuer.Send(HttpMethod.Post, "/v1/passes", token, new { count = 40 });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
        issuer.Time.Advance(TimeSpan.FromSeconds(5));
        await issuer.Passes(token, 40);
        Assert.Equal("too-many-requests", await issuer.Refusal(HttpMethod.Post, "/v1/passes", token, new { count = 1 }, 429));
        await issuer.Passes(await issuer.Verify("010-8888-9999"), 40);
    }

    [Fact]
    public async Task Adding_companions_does_not_reset_the_rate_limit()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        for (var i = 0; i < 12; i++)
        {
            await issuer.Passes(token, 40);
        }
        await issuer.Json(HttpMethod.Post, "/v1/me/companions", token, new { name = "김바다", birthDate = "2015-01-01" }, 201);
        Assert.Equal("too-many-requests", await issuer.Refusal(HttpMethod.Post, "/v1/passes", token, new { count = 1 }, 429));
    }

    [Fact]
    public async Task Limits_token_guessing_by_address_but_not_valid_sessions()
    {
        await using var issuer = await IssuerHost.StartAsync(Store.Sqlite, "--Issuer:Limits:UnknownSessionsPerAddressAndMinute=3");
        var token = await issuer.Verify();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("session-unknown", await issuer.Refusal(HttpMethod.Get, "/v1/me", SessionToken.Create().Text, null, 401));
        }
        Assert.Equal("too-many-requests", await issuer.Refusal(HttpMethod.Get, "/v1/me", SessionToken.Create().Text, null, 429));
        await issuer.Json(HttpMethod.Get, "/v1/me", token);
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task The_authorization_scheme_is_read_in_any_case(string scheme)
    {
        await using var issuer = await IssuerHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {await issuer.Verify()}");
        using var answer = await issuer.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA*")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Rejects_text_that_is_not_a_session_token(string? token)
    {
        await using var issuer = await IssuerHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/passes");
        request.Headers.TryAddWithoutValidation("Authorization", token is null ? "Basic eDp5" : $"Bearer {token}");
        using var answer = await issuer.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }
}
