using KiPass.Hosting.Problems;
using KiPass.Silo.Documents;
using KiPass.Silo.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace KiPass.Silo.Devices;

/// <summary>Admits only authenticated devices, after request validation.</summary>
internal sealed class DeviceFilter(DeviceAuthenticator devices) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var device = await devices.Admit(context.HttpContext);
        if (!device.IsAdmitted)
        {
            return device.Problem.ToResult(device.RetryAfter);
        }
        context.HttpContext.Features.Set(device);
        return await next(context);
    }
}

/// <summary>Route extensions that require a device.</summary>
internal static class DeviceFilters
{
    /// <summary>Restricts the routes of a group to authenticated devices.</summary>
    public static RouteGroupBuilder RequireDevice(this RouteGroupBuilder group) =>
        group.AddEndpointFilter<RouteGroupBuilder, DeviceFilter>().DescribeDevice();

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

    /// <summary>Returns the device that the filter admitted.</summary>
    public static DeviceAdmission Device(this HttpContext context) => context.Features.GetRequiredFeature<DeviceAdmission>();
}
