using KiPass.Hosting.Problems;
using KiPass.Silo.Documents;
using KiPass.Silo.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace KiPass.Silo.Devices;

/// <summary>Lets only admitted devices through, after the request itself was validated.</summary>
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

/// <summary>Routes that belong to devices.</summary>
internal static class DeviceFilters
{
    /// <summary>Lets only admitted devices use the routes of a group.</summary>
    public static RouteGroupBuilder RequireDevice(this RouteGroupBuilder group) =>
        group.AddEndpointFilter<RouteGroupBuilder, DeviceFilter>().DescribeDevice();

    /// <summary>Describes that a route requires a device, and what a request without one is answered.</summary>
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

    /// <summary>The device that the filter admitted.</summary>
    public static DeviceAdmission Device(this HttpContext context) => context.Features.GetRequiredFeature<DeviceAdmission>();
}
