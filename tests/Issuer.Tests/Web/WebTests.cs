using System.Net;
using System.Text.Json;
using KiPass.Tokens.Keys;

namespace KiPass.Issuer.Tests.Web;

public sealed class WebTests
{
    [Fact]
    public async Task The_issuer_description_contains_only_public_keys()
    {
        await using var issuer = await IssuerHost.StartAsync(
            Store.Sqlite,
            "--Issuer:PublicUrl=https://qr.example.kr",
            "--Issuer:Sms:Url=http://127.0.0.1:1/",
            "--Issuer:Name=한빛QR"
        );
        var text = await issuer.Http.GetStringAsync("/.well-known/kipass-issuer.json");
        var pinned = JsonSerializer.Deserialize<TrustedIssuer>(text)!;
        var own = new DomainFolder(issuer.Data);
        Assert.Equal((1, "한빛QR", "https://qr.example.kr/"), (pinned.Number, pinned.Name, pinned.Url.ToString()));
        Assert.Equal(own.SigningKey().Thumbprint, pinned.SigningKey.Thumbprint);
        Assert.Equal(own.AgreementKeys().Keys[0].Key.Thumbprint, pinned.AgreementKey.Keys[0].Key.Thumbprint);
        Assert.DoesNotContain("\"d\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/docs")]
    public async Task Pages_load_nothing_from_other_origins(string path)
    {
        await using var issuer = await IssuerHost.StartAsync();
        using var answer = await issuer.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page);
        Assert.DoesNotContain("cdn", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_page_itself_allows_no_inline_script()
    {
        await using var issuer = await IssuerHost.StartAsync();
        using var answer = await issuer.Http.GetAsync("/");
        Assert.DoesNotContain("unsafe", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_documentation_lists_every_route()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var paths = (await issuer.Json(HttpMethod.Get, "/openapi/v1.json", null)).GetProperty("paths");
        string[] routes =
        [
            "/v1/verifications",
            "/v1/verifications/{id}/confirm",
            "/v1/consent",
            "/v1/passes",
            "/v1/tickets",
            "/v1/me",
            "/v1/me/session",
            "/v1/me/companions",
            "/v1/me/companions/{id}",
            "/v1/me/accesses",
            "/.well-known/kipass-issuer.json",
            "/simulated-inbox",
            "/health/live",
            "/health/ready",
        ];
        Assert.All(routes, route => Assert.True(paths.TryGetProperty(route, out _), $"{route} is not in the document."));
        var passes = paths.GetProperty("/v1/passes").GetProperty("post");
        Assert.True(passes.TryGetProperty("requestBody", out _));
        Assert.True(passes.GetProperty("responses").TryGetProperty("429", out _));
    }

    [Fact]
    public async Task Unknown_paths_and_methods_return_problem_details()
    {
        await using var issuer = await IssuerHost.StartAsync();
        Assert.Equal("route-unknown", await issuer.Refusal(HttpMethod.Get, "/v1/nothing", null, null, 404));
        Assert.Equal("route-unknown", await issuer.Refusal(HttpMethod.Get, "/../../etc/passwd", null, null, 404));
        using var forbidden = await issuer.Http.GetAsync("/v1/verifications/%00/confirm");
        Assert.Equal(HttpStatusCode.BadRequest, forbidden.StatusCode);
        Assert.Equal("method-not-allowed", await issuer.Refusal(HttpMethod.Put, "/v1/passes", null, null, 405));
        Assert.Equal("verification-unknown", await Confirm(issuer, "no-id"));
        Assert.Equal("verification-unknown", await Confirm(issuer, Guid.NewGuid().ToString()));
    }

    [Fact]
    public async Task The_issuer_is_live_and_ready()
    {
        await using var issuer = await IssuerHost.StartAsync();
        using var live = await issuer.Http.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal("ready", (await issuer.Json(HttpMethod.Get, "/health/ready", null)).GetProperty("status").GetString());
    }

    private static Task<string> Confirm(IssuerHost issuer, string id) =>
        issuer.Refusal(
            HttpMethod.Post,
            $"/v1/verifications/{id}/confirm",
            null,
            new
            {
                code = "123456",
                name = "김하늘",
                birthDate = "1990-03-01",
                consent = true,
            },
            404
        );
}
