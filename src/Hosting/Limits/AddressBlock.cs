using System.Net;
using System.Net.Sockets;

namespace KiPass.Hosting.Limits;

/// <summary>
/// The unit in which callers are limited by address: one IPv4 address, or the /64 network of an IPv6 address, which is what a provider
/// gives to one household at least.
/// </summary>
public static class AddressBlock
{
    private const int NetworkBytes = 8;

    /// <summary>
    /// Returns the IPv4 address or the first address of the /64 network. IPv4 addresses that are written as IPv6
    /// (<c>::ffff:192.0.2.1</c>, 6to4 <c>2002:c000:201::</c>) count as IPv4. An unknown address is <see cref="IPAddress.None"/>.
    /// </summary>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
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
        // RFC 3056: the owner of one IPv4 address has 65,536 networks under 2002::/16.
        if (bytes is [0x20, 0x02, ..])
        {
            return new IPAddress(bytes[2..6]);
        }
        bytes[NetworkBytes..].Clear();
        return new IPAddress(bytes);
    }
}
