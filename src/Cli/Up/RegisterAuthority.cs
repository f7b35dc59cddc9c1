using System.Security.Cryptography.X509Certificates;
using KiPass.Cli.Tls;
using KiPass.Hosting.Files;
using KiPass.Hosting.Tls;

namespace KiPass.Cli.Up;

/// <summary>
/// The register's own authority for mutual TLS among its silos and with portals. It signs nothing else, and browsers do not trust it.
/// </summary>
/// <remarks>
/// <c>register/tls/</c> contains the authority and the silos' certificate. Each portal's domain has its own certificate under <c>tls/</c>.
/// Names in certificates are roles (<see cref="RegisterCertificates"/>).
/// </remarks>
internal static class RegisterAuthority
{
    /// <summary>Creates certificates that are missing or about to expire.</summary>
    public static void Prepare(UpSettings settings, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var own = Private(settings.RegisterData);
        var (file, keyFile) = (Path.Combine(own, "authority.crt"), Path.Combine(own, "authority.key"));
        using var authority = File.Exists(keyFile)
            ? X509Certificate2.CreateFromPemFile(file, keyFile)
            : Certificates.MakeAuthority("KiPass register", file, keyFile, now);
        Certificates.Renew(
            authority,
            [RegisterCertificates.SiloName],
            Path.Combine(own, "silo.crt"),
            Path.Combine(own, "silo.key"),
            now,
            alsoClient: true
        );
        foreach (var (portal, data) in new[] { ("owners", settings.OwnersData), ("authority", settings.AuthorityData) })
        {
            var folder = Private(data);
            PrivateFile.ReplacePublic(Path.Combine(folder, "authority.crt"), authority.ExportCertificatePem() + "\n");
            Certificates.Renew(
                authority,
                [RegisterCertificates.NameOf(portal)],
                Path.Combine(folder, "client.crt"),
                Path.Combine(folder, "client.key"),
                now,
                alsoClient: true
            );
        }
    }

    /// <summary>Returns the TLS settings of a silo.</summary>
    public static string[] OfSilo(UpSettings settings) => Settings("--Register:Tls:", Path.Combine(settings.RegisterData, "tls"), "silo");

    /// <summary>Returns the TLS settings of a portal.</summary>
    public static string[] OfPortal(string data) => Settings("--Portal:Tls", Path.Combine(data, "tls"), "client");

    private static string[] Settings(string prefix, string folder, string role) =>
        [
            $"{prefix}Authority",
            Path.Combine(folder, "authority.crt"),
            $"{prefix}Certificate",
            Path.Combine(folder, $"{role}.crt"),
            $"{prefix}Key",
            Path.Combine(folder, $"{role}.key"),
        ];

    private static string Private(string data)
    {
        var folder = Path.Combine(data, "tls");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
