using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Hosting.Limits;
using KiPass.Hosting.Migrations;
using KiPass.Hosting.Proxies;
using KiPass.Hosting.Settings;
using KiPass.Hosting.Tls;

namespace KiPass.Portal.Shared.Settings;

/// <summary>The settings of one portal process, read once at startup.</summary>
/// <param name="Program">The portal's program.</param>
/// <param name="Data">Path of the domain's folder.</param>
/// <param name="Postgres">Connection string of the portal's database. If null, the portal uses SQLite in <paramref name="Data"/>.</param>
/// <param name="PostgresOwner">
/// Connection string of the role that owns the tables, used at startup only. If null, the role in <paramref name="Postgres"/> owns them.
/// </param>
/// <param name="RegisterCalls">Base addresses of the register's portal ports.</param>
/// <param name="RegisterUrl">The register's public address, for pairing codes.</param>
/// <param name="PublicUrl">Public address of this portal, for links in messages. If null, the first address it listens on.</param>
/// <param name="OwnersUrl">Public address of the owners' portal, for invitations that officials print.</param>
/// <param name="Certificates">This portal's certificate for calls to the register. If null, the register is on this machine.</param>
/// <param name="Proxies">
/// Proxies that are allowed to set <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>, in addition to a proxy on this machine.
/// </param>
/// <param name="ProtectionKeys">
/// Folder of the keys that protect cookies and secrets at rest. All processes of the portal share it. It is outside the database and its
/// backups, and its keys are encrypted with <c>keys/protection.json</c>.
/// </param>
/// <param name="MessagesUrl">
/// Address to which one-time codes and obligation messages are posted as <c>{to, text}</c>. If null, the simulated inbox of a demonstration.
/// </param>
public sealed record PortalSettings(
    PortalProgram Program,
    string Data,
    string? Postgres,
    string? PostgresOwner,
    IReadOnlyList<Uri> RegisterCalls,
    Uri RegisterUrl,
    Uri? PublicUrl,
    Uri OwnersUrl,
    Uri? MessagesUrl,
    RegisterCertificates? Certificates,
    string? Proxies,
    string ProtectionKeys
)
{
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(90);

    /// <summary>Countries whose phone numbers receive codes.</summary>
    public CallingCodes PhoneCountries { get; init; } = CallingCodes.Parse(CallingCodes.Korea)!;

    /// <summary>How long after the sign-in a session ends, whether it is used or not.</summary>
    public TimeSpan LongestSession { get; init; } = Program.LongestSession;

    /// <summary>Whether the portal may run without a gateway, with a simulated inbox. For demonstrations only.</summary>
    public bool Demo { get; init; }

    /// <summary>Path of the SQLite accounts database, used when no PostgreSQL is configured.</summary>
    public string SqliteFile => Path.Combine(Data, Program.DatabaseFile);

    /// <summary>The store to migrate at startup, if it is on PostgreSQL.</summary>
    /// <param name="turn">The advisory lock.</param>
    public PostgresStore? SchemaStore(long turn) => Postgres is { } user ? new PostgresStore(PostgresOwner ?? user, turn, user) : null;

    /// <summary>Reads the configuration section, the domain's folder and its secrets.</summary>
    /// <exception cref="StartException">A value is malformed or invalid.</exception>
    public static PortalSettings Read(ConfigurationManager configuration, PortalProgram program)
    {
        configuration.AddDomainFolder("Portal");
        return Read((IConfiguration)configuration, program);
    }

    /// <exception cref="StartException">A value is invalid.</exception>
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
        var owner = postgres is null || string.IsNullOrWhiteSpace(portal["PostgresOwner"]) ? null : portal["PostgresOwner"];
        Require(owner is null ? null : SettingFault.ConnectionString("Portal:PostgresOwner", owner));
        var certificates = CertificatesOf(program, portal["TlsAuthority"], portal["TlsCertificate"], portal["TlsKey"]);
        return new PortalSettings(
            program,
            data,
            postgres,
            owner,
            [
                .. (portal["RegisterCalls"] ?? "http://127.0.0.1:5085")
                    .Split(',', StringSplitOptions.TrimEntries)
                    .Select(address => PortalPort(address, certificates is not null)),
            ],
            Address("Portal:RegisterUrl", portal["RegisterUrl"] ?? "http://localhost:5080"),
            portal["PublicUrl"] is { Length: > 0 } own ? Address("Portal:PublicUrl", own) : null,
            Address("Portal:OwnersUrl", portal["OwnersUrl"] ?? "http://localhost:5082"),
            portal["MessagesUrl"] is { Length: > 0 } messages ? Address("Portal:MessagesUrl", messages) : null,
            certificates,
            portal["Proxies"],
            portal["ProtectionKeys"] is { Length: > 0 } keys ? Path.GetFullPath(keys) : Path.Combine(data, "protection-keys")
        )
        {
            PhoneCountries = Countries(portal["PhoneCountries"] ?? "82"),
            LongestSession = portal["LongestSession"] is { Length: > 0 } longest ? Lifetime(longest) : program.LongestSession,
            Demo = portal["Demo"] is { Length: > 0 } demo && Switch("Portal:Demo", demo),
        };
    }

    /// <summary>Ensures that codes are sent, or that a demonstration was requested and is not reachable from the Internet.</summary>
    /// <exception cref="StartException">They are not. The message is one line that names the settings.</exception>
    public void RequireGateway() =>
        Require(MessagesUrl is null ? SimulatedInboxes.Fault(Demo, "Portal:MessagesUrl", "Portal:Demo", PublicUrl) : null);

    private static CallingCodes Countries(string text)
    {
        Require(CallingCodes.Fault("Portal:PhoneCountries", text));
        return CallingCodes.Parse(text)!;
    }

    private static TimeSpan Lifetime(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var lifetime)
        && lifetime >= ShortestLifetime
        && lifetime <= LongestLifetime
            ? lifetime
            : throw new StartException(SettingFault.Wrong("Portal:LongestSession", text, "a time from 00:10:00 to 90.00:00:00"));

    private static bool Switch(string setting, string text) =>
        bool.TryParse(text, out var on) ? on : throw new StartException(SettingFault.Wrong(setting, text, "true or false"));

    // Earlier releases had one program for both portals, and this setting selected the portal.
    private static void RefuseOtherArea(IConfiguration configuration, PortalProgram program)
    {
        if (configuration["Portal:Area"] is { Length: > 0 } area && !area.Equals(program.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new StartException(
                $"Portal:Area is '{area}', but this program serves '{program.Key}' only: remove the setting or start the other portal's program."
            );
        }
    }

    private static Uri PortalPort(string text, bool certified)
    {
        const string Setting = "Portal:RegisterCalls";
        var address = Address(Setting, text);
        var scheme = certified ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        return address.Scheme == scheme && (certified || address.IsLoopback) && address.PathAndQuery == "/"
            ? address
            : throw new StartException(
                SettingFault.Wrong(
                    Setting,
                    text,
                    "an https address without a path, with Portal:TlsCertificate set; http is for a register on the same machine, without it"
                )
            );
    }

    private static RegisterCertificates? CertificatesOf(PortalProgram program, string? authority, string? certificate, string? key)
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
            var role = RegisterCertificates.NameOf(RegisterCall.NameOf(program.Caller));
            return new RegisterCertificates(authority!, certificate!, key!, role);
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
