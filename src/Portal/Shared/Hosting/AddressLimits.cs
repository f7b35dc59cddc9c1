using System.Net;
using System.Threading.RateLimiting;
using KiPass.Hosting.Limits;

namespace KiPass.Portal.Shared.Hosting;

/// <summary>
/// Rate limit of POST requests to the account pages: 120 per minute and 1,200 per hour for an address (one IPv4 address or IPv6 /64
/// network).
/// </summary>
internal static class AddressLimits
{
    private const int PostsAMinute = 120;
    private const int PostsAnHour = 1_200;

    public static void AddAddressLimits(this IServiceCollection services) =>
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                Limiter(PostsAMinute, TimeSpan.FromMinutes(1)),
                Limiter(PostsAnHour, TimeSpan.FromHours(1))
            );
        });

    private static PartitionedRateLimiter<HttpContext> Limiter(int posts, TimeSpan window) =>
        PartitionedRateLimiter.Create<HttpContext, IPAddress>(http =>
            HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase)
                ? RateLimitPartition.GetFixedWindowLimiter(
                    AddressBlock.Of(http.Connection.RemoteIpAddress),
                    _ => new() { PermitLimit = posts, Window = window }
                )
                : RateLimitPartition.GetNoLimiter(IPAddress.None)
        );
}
