using KiPass.Hosting.Settings;

namespace KiPass.Grains.Hosting;

/// <summary>
/// A demonstration: the register's address shows a start page, from which everyone can sign in as anybody. All addresses must be of this machine or
/// of a network that the Internet does not route, unless they are plain HTTP.
/// </summary>
internal sealed class RegisterDemo
{
    private const string Section = $"{RegisterOptions.Section}:{nameof(RegisterOptions.Demo)}";

    /// <summary>The register's own address.</summary>
    public string RegisterUrl { get; set; } = "";

    /// <summary>The issuer's address.</summary>
    public string IssuerUrl { get; set; } = "";

    /// <summary>The address of the owners' portal.</summary>
    public string OwnersUrl { get; set; } = "";

    /// <summary>The address of the officials' portal.</summary>
    public string OfficialsUrl { get; set; } = "";

    internal IEnumerable<string> Faults() =>
        new[]
        {
            (nameof(RegisterUrl), RegisterUrl),
            (nameof(IssuerUrl), IssuerUrl),
            (nameof(OwnersUrl), OwnersUrl),
            (nameof(OfficialsUrl), OfficialsUrl),
        }
            .Select(address => Fault($"{Section}:{address.Item1}", address.Item2))
            .OfType<string>();

    private static string? Fault(string setting, string text) =>
        text.Length == 0 ? SettingFault.Missing(setting, "an address; all addresses of a demonstration belong together")
        : SettingFault.HttpUrl(setting, text) is { } fault ? fault
        : new Uri(text) is { Scheme: "https" } url && !SimulatedInboxes.IsLocal(url)
            ? $"{setting}: a demonstration is not possible at {url.GetLeftPart(UriPartial.Authority)}, where everyone could sign in as anybody."
        : null;
}
