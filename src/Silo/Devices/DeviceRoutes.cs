using KiPass.Grains.Facilities;
using KiPass.Silo.Limits;

namespace KiPass.Silo.Devices;

/// <summary>How a scanner becomes a facility's device, and is recognised afterwards.</summary>
internal static class DeviceRoutes
{
    public static void AddDevices(this IServiceCollection services)
    {
        services.AddSingleton<CallerLimits>();
        services.AddSingleton<StoredFacilities>();
        services.AddSingleton<DeviceGate>();
        services.AddSingleton<PairingService>();
        services.AddSingleton<PairRoute>();
    }

    public static void MapDevices(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/devices/pair", routes.ServiceProvider.GetRequiredService<PairRoute>().Post);
}
