using KiPass.Hosting.Problems;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Limits;

/// <summary>Limits requests per address on routes that need no device.</summary>
internal sealed class UnsignedRequestFilter(CallerLimits limits) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        limits.CountUnauthenticated(context.HttpContext) is { Ticks: > 0 } wait
            ? RegisterProblems.TooManyRequests.ToResult(wait)
            : await next(context);
}

/// <summary>Extensions for public routes.</summary>
internal static class UnsignedRequests
{
    public static void AddLimits(this IServiceCollection services) => services.AddSingleton<CallerLimits>();

    /// <summary>Limits requests per address on the routes of a group.</summary>
    public static RouteGroupBuilder LimitByAddress(this RouteGroupBuilder group) =>
        group.AddEndpointFilter<RouteGroupBuilder, UnsignedRequestFilter>().ProducesProblems(RegisterProblems.TooManyRequests);
}
