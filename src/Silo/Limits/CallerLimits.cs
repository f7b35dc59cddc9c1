using System.Net;
using KiPass.Hosting.Limits;

namespace KiPass.Silo.Limits;

/// <summary>
/// Rate limits of callers on this silo. The routes count requests themselves, so that another spelling of a path cannot bypass a limit.
/// </summary>
internal sealed class CallerLimits(TimeProvider time)
{
    /// <summary>Limit of a device: 50 scans per second, bursts of 500.</summary>
    public static readonly Rate DeviceScans = new(PerSecond: 50, Burst: 500);

    /// <summary>Limit of requests per address without a known device.</summary>
    public static readonly Rate AddressUnauthenticated = new(PerSecond: 20, Burst: 200);

    /// <summary>Limit of wrong pairing codes per address.</summary>
    public static readonly Rate AddressWrongCodes = new(PerSecond: 0.2, Burst: 10);

    private readonly KeyedTokenBuckets<Guid> scans = new(DeviceScans, time);
    private readonly KeyedTokenBuckets<IPAddress> unauthenticated = new(AddressUnauthenticated, time);
    private readonly KeyedTokenBuckets<IPAddress> wrongCodes = new(AddressWrongCodes, time);

    /// <summary>Counts scans of a device. Returns zero, or the time to wait.</summary>
    public TimeSpan CountScans(Guid deviceId, int count) => scans.Take(deviceId, count);

    /// <summary>Counts a request without a known device. Returns zero, or the time to wait.</summary>
    public TimeSpan CountUnauthenticated(HttpContext context) => unauthenticated.Take(AddressOf(context));

    /// <summary>Returns zero if an address may send another request without a known device, otherwise the time to wait.</summary>
    public TimeSpan PeekUnauthenticated(HttpContext context) => unauthenticated.Peek(AddressOf(context));

    /// <summary>
    /// Counts a pairing code as wrong before it is tried, to limit concurrent guesses. Returns zero, or the time to wait.
    /// </summary>
    public TimeSpan CountCode(HttpContext context) => wrongCodes.Take(AddressOf(context));

    /// <summary>Reverses <see cref="CountCode"/> for a correct code.</summary>
    public void ForgetCode(HttpContext context) => wrongCodes.GiveBack(AddressOf(context));

    /// <summary>Returns the caller's IPv4 address, or the /64 network of its IPv6 address, usually one household.</summary>
    internal static IPAddress AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (IPAddress.IsLoopback(address) && ForwardedBy(context.Request) is { } forwarded)
        {
            address = forwarded;
        }
        return AddressBlock.Of(address);
    }

    // Only a proxy on this machine is trusted, and only the entry that it added itself.
    private static IPAddress? ForwardedBy(HttpRequest request) =>
        request.Headers["X-Forwarded-For"] is [.., { } last]
        && IPAddress.TryParse(last[(last.LastIndexOf(',') + 1)..].Trim(), out var address)
            ? address
            : null;
}
