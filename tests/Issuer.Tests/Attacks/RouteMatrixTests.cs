using KiPass.Testing;
using Microsoft.AspNetCore.Routing;

namespace KiPass.Issuer.Tests.Attacks;

/// <summary>Every route of the issuer × every caller; generated from the routes that are mapped.</summary>
public sealed class RouteMatrixTests
{
    private static readonly string[] OfVisitors =
    [
        "DELETE /v1/me",
        "DELETE /v1/me/companions/{id}",
        "DELETE /v1/me/session",
        "GET /v1/me",
        "GET /v1/me/accesses",
        "POST /v1/me/companions",
        "POST /v1/passes",
        "POST /v1/tickets",
    ];

    private static readonly string[] OfTheRegister =
    [
        "POST /v1/disclosures/identities",
        "POST /v1/disclosures/siblings",
        "POST /v1/disclosures/subjects",
    ];

    private static readonly string[] OfAnyone =
    [
        "GET /.well-known/kipass-issuer.json",
        "GET /health/live",
        "GET /health/ready",
        "GET /simulated-inbox",
        "GET /v1/consent",
        "POST /v1/verifications",
        "POST /v1/verifications/{id}/confirm",
    ];

    [
        Fact,
        Attack("A route of a visitor without a session, or with one that ended or expired; a route of the register without its signature")
    ]
    public async Task Nobody_uses_a_route_of_another()
    {
        await using var issuer = await IssuerHost.StartAsync();
        Assert.Equal(
            OfVisitors.Concat(OfTheRegister).Concat(OfAnyone).Order(StringComparer.Ordinal),
            Routes(issuer)
                .Where(route => route.StartsWith("POST", StringComparison.Ordinal) || IsOfApi(route))
                .Order(StringComparer.Ordinal)
        );
        var expired = await issuer.Verify("010-2345-6780");
        var ended = await issuer.Verify("010-2345-6781");
        await issuer.Json(HttpMethod.Delete, "/v1/me/session", ended, null, 204);
        issuer.Time.Advance(TimeSpan.FromDays(40));
        foreach (var route in OfVisitors)
        {
            foreach (var token in new[] { null, "x", expired[..^4] + "AAAA", expired, ended })
            {
                Assert.Equal((route, 401), (route, await Status(issuer, route, token)));
            }
        }
        var visitor = await issuer.Verify("010-2345-6782");
        foreach (var route in OfTheRegister)
        {
            foreach (var token in new[] { null, "x", visitor })
            {
                Assert.Contains(await Status(issuer, route, token), (int[])[400, 403]);
            }
        }
        foreach (var route in OfAnyone)
        {
            Assert.DoesNotContain(await Status(issuer, route, null), (int[])[401, 403, 500, 503]);
        }
    }

    private static bool IsOfApi(string route) =>
        OfVisitors.Contains(route) || OfAnyone.Contains(route) || route.Contains("/v1/", StringComparison.Ordinal);

    private static List<string> Routes(IssuerHost issuer) =>
        [
            .. issuer
                .Get<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .SelectMany(endpoint =>
                    (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                        $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"
                    )
                )
                .Distinct(),
        ];

    private static async Task<int> Status(IssuerHost issuer, string route, string? token)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1].Replace("{id}", $"{Guid.NewGuid():N}", StringComparison.Ordinal));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
        {
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        }
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }
        // Each request has a different address, because guessing is limited by address.
        request.Headers.Add("X-Forwarded-For", $"203.0.113.{Random.Shared.Next(1, 255)}");
        using var answer = await issuer.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
