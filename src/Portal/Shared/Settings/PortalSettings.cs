using System.Net;
using KiPass.Hosting.Proxies;
using KiPass.Hosting.Settings;
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

    /// <summary>Reads the section, with the domain's folder and secrets.</summary>
    /// <exception cref="StartException">A value cannot be read or used.</exception>
    public static PortalSettings Read(ConfigurationManager configuration, PortalProgram program)
    {
        configuration.AddDomainFolder("Portal");
        return Read((IConfiguration)configuration, program);
    }

    /// <exception cref="StartException">A value cannot be used.</exception>
    public static PortalSettings Read(IConfiguration configuration, PortalProgram program)
    {
        var portal = configuration.GetSection("Portal");
        RefuseOtherArea(configuration, program);
        var data = Path.GetFullPath(
            portal["Data"] is { Length: > 0 } folder
                ? folder
                : throw new StartException(SettingFault.Missing("Portal:Data", "the folder of the domain"))
        );
        Require(TrustedProxies.Fault("Portal:Proxies", portal["Proxies"]));
        var postgres = string.IsNullOrWhiteSpace(portal["Postgres"]) ? null : portal["Postgres"];
        Require(postgres is null ? null : SettingFault.ConnectionString("Portal:Postgres", postgres));
        return new PortalSettings(
            program,
            data,
            postgres,
            [.. (portal["Gateway"] ?? "127.0.0.1:5085").Split(',', StringSplitOptions.TrimEntries).Select(Gateway)],
            Address("Portal:RegisterUrl", portal["RegisterUrl"] ?? "http://localhost:5080"),
            portal["PublicUrl"] is { Length: > 0 } own ? Address("Portal:PublicUrl", own) : null,
            Address("Portal:OwnersUrl", portal["OwnersUrl"] ?? "http://localhost:5082"),
            portal["MessagesUrl"] is { Length: > 0 } messages ? Address("Portal:MessagesUrl", messages) : null,
            portal["ClusterId"] ?? "kipass",
            portal["ServiceId"] ?? "kipass",
            CertificatesOf(portal["TlsAuthority"], portal["TlsCertificate"], portal["TlsKey"]),
            portal["Proxies"],
            portal["ProtectionKeys"] is { Length: > 0 } keys ? Path.GetFullPath(keys) : Path.Combine(data, "protection-keys")
        );
    }

    // Until there was a program for each portal, this setting chose between them.
    private static void RefuseOtherArea(IConfiguration configuration, PortalProgram program)
    {
        if (configuration["Portal:Area"] is { Length: > 0 } area && !area.Equals(program.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new StartException(
                $"Portal:Area is '{area}', but this program serves '{program.Key}' only: remove the setting or start the other portal's program."
            );
        }
    }

    private static IPEndPoint Gateway(string text) =>
        IPEndPoint.TryParse(text, out var gateway) && gateway.Port != 0
            ? gateway
            : throw new StartException(SettingFault.Wrong("Portal:Gateway", text, "an IP address with a port (1 to 65535)"));

    private static RegisterCertificates? CertificatesOf(string? authority, string? certificate, string? key)
    {
        var files = new[] { ("Portal:TlsAuthority", authority), ("Portal:TlsCertificate", certificate), ("Portal:TlsKey", key) };
        if (files.All(file => string.IsNullOrEmpty(file.Item2)))
        {
            return null;
        }
        foreach (var (setting, file) in files)
        {
            Require(
                string.IsNullOrEmpty(file)
                    ? SettingFault.Missing(setting, "a PEM file; TlsAuthority, TlsCertificate and TlsKey belong together")
                    : SettingFault.ExistingFile(setting, file)
            );
        }
        try
        {
            return new RegisterCertificates(authority!, certificate!, key!, RegisterCertificates.ClientName);
        }
        catch (InvalidDataException e)
        {
            throw new StartException($"Portal:TlsCertificate: {e.Message}");
        }
    }

    private static Uri Address(string setting, string text)
    {
        Require(SettingFault.HttpUrl(setting, text));
        return new Uri(text);
    }

    private static void Require(string? fault)
    {
        if (fault is not null)
        {
            throw new StartException(fault);
        }
    }
}
