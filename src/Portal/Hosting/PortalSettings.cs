using System.Net;

namespace KiPass.Portal.Hosting;

/// <summary>The settings of one portal process, read once at start.</summary>
/// <param name="Area">Which area it serves.</param>
/// <param name="Data">The domain's folder.</param>
/// <param name="Postgres">Connection string of the accounts database; absent: SQLite in <paramref name="Data"/>.</param>
/// <param name="Gateways">The register's Orleans gateways.</param>
/// <param name="RegisterUrl">The register's public address, for pairing codes.</param>
/// <param name="PublicUrl">Where people reach this portal, for links that leave it; absent: the first address it listens on.</param>
/// <param name="OwnersUrl">Where owners reach their portal, for invitations that officials print.</param>
/// <param name="MessagesUrl">Where one-time codes and notices are posted as <c>{to, text}</c>; absent: the simulated inbox.</param>
internal sealed record PortalSettings(
    PortalArea Area,
    string Data,
    string? Postgres,
    IReadOnlyList<IPEndPoint> Gateways,
    Uri RegisterUrl,
    Uri? PublicUrl,
    Uri OwnersUrl,
    Uri? MessagesUrl,
    string ClusterId,
    string ServiceId
)
{
    /// <summary>The accounts database when no PostgreSQL is set.</summary>
    public string SqliteFile => Path.Combine(Data, Area == PortalArea.Owners ? "owners.db" : "authority.db");

    /// <summary>Keys that protect cookies and secrets at rest; outside the database and its backups.</summary>
    public string ProtectionKeys => Path.Combine(Data, "protection-keys");

    /// <exception cref="WrongSettingException">One line that names the setting.</exception>
    public static PortalSettings Read(IConfiguration configuration)
    {
        var portal = configuration.GetSection("Portal");
        if (!Enum.TryParse<PortalArea>(portal["Area"], ignoreCase: true, out var area) || !Enum.IsDefined(area))
        {
            throw new WrongSettingException("Portal:Area must be owners or officials.");
        }
        return new PortalSettings(
            area,
            Path.GetFullPath(portal["Data"] ?? throw new WrongSettingException("Portal:Data must name the domain's folder.")),
            string.IsNullOrWhiteSpace(portal["Postgres"]) ? null : portal["Postgres"],
            [.. (portal["Gateway"] ?? "127.0.0.1:5085").Split(',', StringSplitOptions.TrimEntries).Select(Gateway)],
            Address("Portal:RegisterUrl", portal["RegisterUrl"] ?? "http://localhost:5080"),
            portal["PublicUrl"] is { Length: > 0 } own ? Address("Portal:PublicUrl", own) : null,
            Address("Portal:OwnersUrl", portal["OwnersUrl"] ?? "http://localhost:5082"),
            portal["MessagesUrl"] is { Length: > 0 } messages ? Address("Portal:MessagesUrl", messages) : null,
            portal["ClusterId"] ?? "kipass",
            portal["ServiceId"] ?? "kipass"
        );
    }

    private static IPEndPoint Gateway(string text) =>
        IPEndPoint.TryParse(text, out var gateway) && gateway.Port != 0
            ? gateway
            : throw new WrongSettingException($"Portal:Gateway must be address:port, not '{text}'.");

    private static Uri Address(string setting, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new WrongSettingException($"{setting} must be an http or https address, not '{text}'.");
}

/// <summary>The process cannot start with this setting; the message is one line for the operator.</summary>
internal sealed class WrongSettingException(string message) : Exception(message);
