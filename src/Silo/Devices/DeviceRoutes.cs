using KiPass.Grains.Facilities;
using KiPass.Hosting.Problems;
using KiPass.Silo.Documents;
using KiPass.Silo.Json;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Devices;

/// <summary>Routes that pair a scanner with a facility.</summary>
internal static class DeviceRoutes
{
    public static void AddDevices(this IServiceCollection services)
    {
        services.AddSingleton<StoredFacilities>();
        services.AddSingleton<RefusedScans>();
        services.AddSingleton<DeviceAuthenticator>();
        services.AddSingleton<PairingService>();
    }

    public static void MapPairing(this IEndpointRouteBuilder anyone) =>
        anyone
            .MapPost("/v1/devices/pair", PairEndpoint.Post)
            .WithTags("Devices")
            .WithName("pair")
            .WithSummary("Pair a scanner with a one-time code.")
            .WithDescription(
                "A code is used once and expires after 10 minutes. The answer is the only one that ever contains the device's token. Wrong codes "
                    + "are limited by address. `signingKey` is optional: officials see paper entries of a device without one as unsigned."
            )
            .WithExample(
                new PairRequest("7K2MX-Q4T9B", "정문 태블릿", new DeviceSigningKey("EC", "P-256", Examples.Key.X, Examples.Key.Y)),
                new Paired(
                    new Guid("c0a7f1de-2b7c-4c8e-9d52-0f1f3f6a7b21"),
                    "kd_XwwqNJehTQ6Pbzwfbwsqk…",
                    new PairedFacility(Examples.FacilityId, Examples.FacilityName)
                ),
                "Paired."
            )
            .ReadsJson()
            .ProducesProblems(RegisterProblems.PairingCodeUnknown, RegisterProblems.Unavailable);
}
