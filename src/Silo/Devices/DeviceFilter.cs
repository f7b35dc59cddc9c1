using KiPass.Hosting.Problems;
using KiPass.Silo.Documents;
using KiPass.Silo.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace KiPass.Silo.Devices;

/// <summary>Route extensions that require a device.</summary>
internal static class DeviceFilters
{
    /// <summary>Restricts the routes of a group to authenticated devices, before a body is read or parsed.</summary>
    public static RouteGroupBuilder RequireDevice(this RouteGroupBuilder group) => group.RequireBeforeBinding(Admit).DescribeDevice();

    /// <summary>Documents that a route requires a device, and the problems of requests without one.</summary>
    public static TBuilder DescribeDevice<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .WithMetadata(new BearerRequired())
            .ProducesProblems(
                RegisterProblems.DeviceUnknown,
                RegisterProblems.DeviceRevoked,
                RegisterProblems.FacilityInactive,
                RegisterProblems.TooManyRequests,
                RegisterProblems.Unavailable
            );

    /// <summary>Returns the device that was admitted.</summary>
    public static DeviceAdmission Device(this HttpContext context) => context.Features.GetRequiredFeature<DeviceAdmission>();

    private static async ValueTask<ProblemResult?> Admit(HttpContext context)
    {
        var device = await context.RequestServices.GetRequiredService<DeviceAuthenticator>().Admit(context);
        if (!device.IsAdmitted)
        {
            return device.Problem.ToResult(device.RetryAfter);
        }
        context.Features.Set(device);
        return null;
    }
}
