using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Testing;
using Microsoft.AspNetCore.Routing;

namespace KiPass.Silo.Tests.Attacks;

/// <summary>Every route of the register's public server × every caller; generated from the routes that are mapped.</summary>
public sealed class RouteMatrixTests(Registers registers)
{
    private static readonly string[] OfDevices =
    [
        "GET /v1/facility",
        "POST /v1/scans",
        "POST /v1/scans/batch",
        "POST /v1/scans/undo",
        "POST /v1/visits/manual",
    ];

    private static readonly string[] OfAnyone =
    [
        "GET /.well-known/kipass.json",
        "GET /health/live",
        "GET /health/ready",
        "GET /v1/time",
        "POST /v1/devices/pair",
    ];

    [Fact, Attack("A route of the scanners' API without a device, or with one that was revoked or whose facility is closed")]
    public async Task Nobody_uses_a_route_of_devices_without_an_admitted_device()
    {
        var register = registers.On(Store.Sqlite);
        var routes = Routes(register);
        Assert.Equal(
            OfDevices.Concat(OfAnyone).Order(StringComparer.Ordinal),
            routes.Where(route => !IsPage(route)).Order(StringComparer.Ordinal)
        );
        var device = await register.NewDevice();
        var token = device.Client.DefaultRequestHeaders.Authorization!.Parameter!;
        var revoked = await register.NewDevice();
        Assert.Equal(AnswerStatus.Done, (await register.Revoke(revoked)).Status);
        var closed = await register.NewDevice();
        Assert.Equal(AnswerStatus.Done, (await register.Close(closed.FacilityId)).Status);

        foreach (var route in OfDevices)
        {
            Assert.Equal((route, "device-unknown"), (route, await Ask(register, route, null)));
            Assert.Equal((route, "device-unknown"), (route, await Ask(register, route, "")));
            Assert.Equal((route, "device-unknown"), (route, await Ask(register, route, "x")));
            Assert.Equal((route, "device-unknown"), (route, await Ask(register, route, token[..^4] + "AAAA")));
            Assert.Equal((route, "device-revoked"), (route, await Ask(register, route, TokenOf(revoked))));
            Assert.Equal((route, "facility-inactive"), (route, await Ask(register, route, TokenOf(closed))));
            // An admitted device gets as far as its body, which is empty here.
            Assert.Equal(
                (route, route.StartsWith("GET", StringComparison.Ordinal) ? "ok" : "request-malformed"),
                (route, await Ask(register, route, token))
            );
        }
        foreach (var route in OfAnyone)
        {
            Assert.Contains(await Ask(register, route, null), (string[])["ok", "request-malformed"]);
        }
    }

    // The pages of the scanner app and of the API's description are for anyone.
    private static bool IsPage(string route) =>
        route == "GET /"
        || new[] { "GET /scanner", "GET /docs", "GET /openapi" }.Any(page => route.StartsWith(page, StringComparison.Ordinal));

    private static List<string> Routes(RegisterUnderTest register) =>
        [
            .. register
                .Get<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .SelectMany(endpoint =>
                    (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                        $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"
                    )
                )
                .Distinct(),
        ];

    private static string TokenOf(DeviceUnderTest device) => device.Client.DefaultRequestHeaders.Authorization!.Parameter!;

    private static async Task<string> Ask(RegisterUnderTest register, string route, string? token)
    {
        using var client = register.Client();
        if (token is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        return (method == "GET" ? await client.Get(path) : await client.SendRaw(path, "{}")).Code;
    }
}
