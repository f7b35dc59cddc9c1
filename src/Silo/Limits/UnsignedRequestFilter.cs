using KiPass.Hosting.Problems;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Limits;

/// <summary>Limits by address how often routes that need no device are used.</summary>
internal sealed class UnsignedRequestFilter(CallerLimits limits) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        limits.CountUnauthenticated(context.HttpContext) is { Ticks: > 0 } wait
            ? RegisterProblems.TooManyRequests.ToResult(wait)
            : await next(context);
}

/// <summary>Routes that anyone may use.</summary>
internal static class UnsignedRequests
{
    public static void AddLimits(this IServiceCollection services) => services.AddSingleton<CallerLimits>();

    /// <summary>Limits by address how often the routes of a group are used.</summary>
    public static RouteGroupBuilder LimitByAddress(this RouteGroupBuilder group) =>
        group.AddEndpointFilter<RouteGroupBuilder, UnsignedRequestFilter>().ProducesProblems(RegisterProblems.TooManyRequests);
}
