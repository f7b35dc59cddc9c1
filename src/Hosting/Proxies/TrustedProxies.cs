using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace KiPass.Hosting.Proxies;

/// <summary>
/// Proxies that are allowed to set <c>X-Forwarded-For</c>. Otherwise, rate limits by address would count all callers of a proxy as one.
/// </summary>
public static class TrustedProxies
{
    private static readonly IPNetwork[] ThisMachine = [new(IPAddress.Loopback, 32), new(IPAddress.IPv6Loopback, 128)];

    /// <summary>
    /// Accepts the last entry of <c>X-Forwarded-For</c>, and <c>X-Forwarded-Proto</c>, from these proxies and from loopback.
    /// </summary>
    /// <param name="proxies">IP addresses or networks, separated by commas, already validated.</param>
    public static void UseTrustedProxies(this IApplicationBuilder app, string? proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = 1,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in ThisMachine.Concat(Parse(proxies).OfType<IPNetwork>()))
        {
            options.KnownIPNetworks.Add(network);
        }
        app.UseForwardedHeaders(options);
    }

    /// <summary>Returns the first entry that is neither an address nor a network, or null if all are valid.</summary>
    public static string? Fault(string setting, string? proxies) =>
        Split(proxies).FirstOrDefault(entry => Parse(entry).Contains(null)) is { } stranger
            ? $"{setting}: '{stranger}' is neither an IP address nor a network such as 10.0.0.0/24."
            : null;

    private static IEnumerable<IPNetwork?> Parse(string? proxies) =>
        Split(proxies)
            .Select(entry =>
                IPNetwork.TryParse(entry, out var network) ? network
                : IPAddress.TryParse(entry, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
                : (IPNetwork?)null
            );

    private static string[] Split(string? proxies) =>
        (proxies ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
