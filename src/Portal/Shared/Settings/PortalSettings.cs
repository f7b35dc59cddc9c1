using System.Net;
using KiPass.Hosting.Proxies;
using KiPass.Hosting.Tls;

namespace KiPass.Portal.Shared.Settings;

/// <summary>The settings of one portal process, read once at start.</summary>
/// <param name="Program">Which portal this is.</param>
/// <param name="Data">The domain's folder.</param>
/// <param name="Postgres">Connection string of the accounts database; absent: SQLite in <paramref name="Data"/>.</param>
/// <param name="Gateways">The register's Orleans gateways.</param>
/// <param name="RegisterUrl">The register's public address, for pairing codes.</param>
/// <param name="PublicUrl">Where people reach this portal, for links that leave it; absent: the first address it listens on.</param>
/// <param name="OwnersUrl">Where owners reach their portal, for invitations that officials print.</param>
/// <param name="Certificates">This portal's certificate at the register's gateways; absent: plain TCP.</param>
/// <param name="Proxies">Whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed, beside a proxy on this machine.</param>
/// <param name="ProtectionKeys">
/// Folder of the keys that protect cookies and secrets at rest, shared by all processes of the portal; outside the database and its backups,
/// sealed with <c>keys/protection.json</c>.
/// </param>
/// <param name="MessagesUrl">Where one-time codes and notices are posted as <c>{to, text}</c>; absent: the simulated inbox.</param>
public sealed record PortalSettings(
    PortalProgram Program,
    string Data,
    string? Postgres,
    IReadOnlyList<IPEndPoint> Gateways,
    Uri RegisterUrl,
    Uri? PublicUrl,
    Uri OwnersUrl,
    Uri? MessagesUrl,
    string ClusterId,
    string ServiceId,
    RegisterCertificates? Certificates,
    string? Proxies,
    string ProtectionKeys
)
{
    /// <summary>The accounts database when no PostgreSQL is set.</summary>
    public string SqliteFile => Path.Combine(Data, Program.DatabaseFile);

    /// <summary>The folder of secrets, which is read before everything else; null: none.</summary>
    public static string? SecretsOf(IConfiguration configuration)
    {
        var portal = configuration.GetSection("Portal");
        return portal["Secrets"];
    }

    /// <exception cref="WrongSettingException">One line that names the setting.</exception>
    public static PortalSettings Read(IConfiguration configuration, PortalProgram program)
    {
        var portal = configuration.GetSection("Portal");
        RefuseOtherArea(configuration, program);
        var data = portal["Data"] is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : throw new WrongSettingException("Portal:Data must name the domain's folder.");
        return new PortalSettings(
            program,
            data,
            string.IsNullOrWhiteSpace(portal["Postgres"]) ? null : portal["Postgres"],
            [.. (portal["Gateway"] ?? "127.0.0.1:5085").Split(',', StringSplitOptions.TrimEntries).Select(Gateway)],
            Address("Portal:RegisterUrl", portal["RegisterUrl"] ?? "http://localhost:5080"),
            portal["PublicUrl"] is { Length: > 0 } own ? Address("Portal:PublicUrl", own) : null,
            Address("Portal:OwnersUrl", portal["OwnersUrl"] ?? "http://localhost:5082"),
            portal["MessagesUrl"] is { Length: > 0 } messages ? Address("Portal:MessagesUrl", messages) : null,
            portal["ClusterId"] ?? "kipass",
            portal["ServiceId"] ?? "kipass",
            CertificatesOf(portal["TlsAuthority"], portal["TlsCertificate"], portal["TlsKey"]),
            TrustedProxies.Fault(portal["Proxies"]) is { } stranger
                ? throw new WrongSettingException(
                    $"Portal:Proxies: '{stranger}' is neither an IP address nor a network such as 10.0.0.0/24."
                )
                : portal["Proxies"],
            portal["ProtectionKeys"] is { Length: > 0 } keys ? Path.GetFullPath(keys) : Path.Combine(data, "protection-keys")
        );
    }

    // Until there was a program for each portal, this setting chose between them.
    private static void RefuseOtherArea(IConfiguration configuration, PortalProgram program)
    {
        if (configuration["Portal:Area"] is { Length: > 0 } area && !area.Equals(program.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new WrongSettingException(
                $"Portal:Area is '{area}', but this program serves '{program.Key}' only: remove the setting or start the other portal's program."
            );
        }
    }

    private static IPEndPoint Gateway(string text) =>
        IPEndPoint.TryParse(text, out var gateway) && gateway.Port != 0
            ? gateway
            : throw new WrongSettingException($"Portal:Gateway must be address:port, not '{text}'.");

    private static RegisterCertificates? CertificatesOf(string? authority, string? certificate, string? key)
    {
        if (string.IsNullOrEmpty(authority) && string.IsNullOrEmpty(certificate) && string.IsNullOrEmpty(key))
        {
            return null;
        }
        if (string.IsNullOrEmpty(authority) || string.IsNullOrEmpty(certificate) || string.IsNullOrEmpty(key))
        {
            throw new WrongSettingException(
                "Portal:TlsAuthority, Portal:TlsCertificate and Portal:TlsKey belong together: three PEM files."
            );
        }
        try
        {
            return new RegisterCertificates(authority, certificate, key, RegisterCertificates.ClientName);
        }
        catch (InvalidDataException e)
        {
            throw new WrongSettingException($"Portal:TlsCertificate: {e.Message}");
        }
    }

    private static Uri Address(string setting, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new WrongSettingException($"{setting} must be an http or https address, not '{text}'.");
}

/// <summary>The process cannot start with this setting; the message is one line for the operator.</summary>
public sealed class WrongSettingException(string message) : Exception(message);
