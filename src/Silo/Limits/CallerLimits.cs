using System.Net;
using System.Net.Sockets;

namespace KiPass.Silo.Limits;

/// <summary>
/// How many requests each caller may send to this silo. Counted by the routes themselves, so that another spelling of a path cannot evade it.
/// </summary>
internal sealed class CallerLimits(TimeProvider time)
{
    /// <summary>A device: 50 scans a second, bursts of 500.</summary>
    public static readonly Rate DeviceScans = new(PerSecond: 50, Burst: 500);

    /// <summary>Requests of one address without a known device.</summary>
    public static readonly Rate AddressUnauthenticated = new(PerSecond: 20, Burst: 200);

    /// <summary>Wrong pairing codes of one address.</summary>
    public static readonly Rate AddressWrongCodes = new(PerSecond: 0.2, Burst: 10);

    private readonly KeyedTokenBuckets<Guid> scans = new(DeviceScans, time);
    private readonly KeyedTokenBuckets<IPAddress> unauthenticated = new(AddressUnauthenticated, time);
    private readonly KeyedTokenBuckets<IPAddress> wrongCodes = new(AddressWrongCodes, time);

    /// <summary>Counts scans of a device; zero, or how long to wait.</summary>
    public TimeSpan CountScans(Guid deviceId, int count) => scans.Take(deviceId, count);

    /// <summary>Counts a request without a known device; zero, or how long to wait.</summary>
    public TimeSpan CountUnauthenticated(HttpContext context) => unauthenticated.Take(AddressOf(context));

    /// <summary>Zero when an address may send another request without a known device, or how long to wait.</summary>
    public TimeSpan PeekUnauthenticated(HttpContext context) => unauthenticated.Peek(AddressOf(context));

    /// <summary>Counts a pairing code as wrong before it is tried, so that simultaneous guesses count too; zero, or how long to wait.</summary>
    public TimeSpan CountCode(HttpContext context) => wrongCodes.Take(AddressOf(context));

    /// <summary>Takes back <see cref="CountCode"/>: the code was not wrong.</summary>
    public void ForgetCode(HttpContext context) => wrongCodes.GiveBack(AddressOf(context));

    /// <summary>The caller's IPv4 address, or the 64-bit network of its IPv6 address, which usually belongs to one household.</summary>
    internal static IPAddress AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (IPAddress.IsLoopback(address) && ForwardedBy(context.Request) is { } forwarded)
        {
            address = forwarded;
        }
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    // Only a proxy on this machine is trusted, and only the entry that it added itself.
    private static IPAddress? ForwardedBy(HttpRequest request) =>
        request.Headers["X-Forwarded-For"] is [.., { } last]
        && IPAddress.TryParse(last[(last.LastIndexOf(',') + 1)..].Trim(), out var address)
            ? address
            : null;
}
