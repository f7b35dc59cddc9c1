using System.Net;
using System.Net.Sockets;
using IPNetwork = System.Net.IPNetwork;

namespace KiPass.Hosting.Settings;

/// <summary>
/// Whether a program may show one-time codes in a simulated inbox instead of sending them. Anyone who reaches the program can then read every
/// code, so it must be requested, and the program must not be reachable from the Internet.
/// </summary>
public static class SimulatedInboxes
{
    // Networks that the Internet does not route (IANA special-purpose address registry): private, shared, link-local, documentation, tests.
    private static readonly IPNetwork[] NotRouted =
    [
        .. new[]
        {
            "10.0.0.0/8",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>Returns why the program must not start without a gateway, in one line; null if it may.</summary>
    /// <param name="demo">Value of the switch.</param>
    /// <param name="gateway">Name of the setting for the gateway.</param>
    /// <param name="demoSetting">Name of the switch.</param>
    /// <param name="publicUrl">The program's public URL; null if it has none.</param>
    public static string? Fault(bool demo, string gateway, string demoSetting, Uri? publicUrl) =>
        !demo ? SettingFault.Missing(gateway, $"the gateway that sends one-time codes; for a demonstration set {demoSetting} to true")
        : publicUrl is { Scheme: "https" } && !IsLocal(publicUrl)
            ? $"{demoSetting}: true is not possible at {publicUrl.GetLeftPart(UriPartial.Authority)}, where everyone could read the codes; set {gateway}."
        : null;

    /// <summary>Whether a URL names this machine, or an address that the Internet does not route.</summary>
    public static bool IsLocal(Uri url) =>
        url.IsLoopback
        || url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(url.Host.Trim('[', ']'), out var address)
            && (
                address.AddressFamily == AddressFamily.InterNetworkV6
                    ? address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal
                    : NotRouted.Any(network => network.Contains(address))
            );
}
