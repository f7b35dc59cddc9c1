using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KiPass.Hosting.Settings;

namespace KiPass.Hosting.Tls;

/// <summary>
/// Loads the certificate and the trusted authority for one end of the register's internal connections from PEM files. The files
/// are checked before each handshake, so renewals apply without a restart. If new files are unreadable, the last valid ones stay in use.
/// </summary>
/// <remarks>
/// A role is a DNS name in the certificate (RFC 5280, subjectAltName): <see cref="SiloName"/> for a silo, and the name of each portal
/// (<see cref="NameOf"/>). Only certificates signed by the register's own authority are trusted. TLS 1.3 (RFC 8446).
/// </remarks>
public sealed class RegisterCertificates
{
    public const string SiloName = "silo.register.kipass";

    /// <summary>The role of a portal, for example <c>owners.register.kipass</c>.</summary>
    /// <param name="portal"><c>owners</c> or <c>authority</c>.</param>
    public static string NameOf(string portal) => $"{portal}.register.kipass";

    private readonly string authorityFile;
    private readonly string certificateFile;
    private readonly string keyFile;
    private readonly Lock turn = new();
    private (FileStamp[] Stamps, X509Certificate2 Own, X509Certificate2Collection Authorities) loaded;

    /// <exception cref="InvalidDataException">A file is unreadable, or the certificate is not for this role; names the file.</exception>
    public RegisterCertificates(string authorityFile, string certificateFile, string keyFile, string role)
    {
        (this.authorityFile, this.certificateFile, this.keyFile) = (authorityFile, certificateFile, keyFile);
        loaded = Load();
        if (!IsFor(loaded.Own, role))
        {
            throw new InvalidDataException($"{certificateFile}: a certificate for the name {role} is needed here.");
        }
        if (Fault(loaded.Own, loaded.Authorities) is { } fault)
        {
            throw new InvalidDataException($"{certificateFile}: {fault}");
        }
    }

    /// <summary>Returns server options that require a client certificate with one of these roles.</summary>
    public SslServerAuthenticationOptions Server(params string[] roles)
    {
        var (_, own, authorities) = Current();
        return new SslServerAuthenticationOptions
        {
            ServerCertificate = own,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false,
            CertificateChainPolicy = Policy(authorities),
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                errors == SslPolicyErrors.None && certificate is X509Certificate2 caller && roles.Any(role => IsFor(caller, role)),
        };
    }

    /// <summary>Returns client options that trust only a silo.</summary>
    public SslClientAuthenticationOptions Client()
    {
        var (_, own, authorities) = Current();
        return new SslClientAuthenticationOptions
        {
            // Validate the role name. The address comes from the cluster membership and can be any.
            TargetHost = SiloName,
            ClientCertificates = [own],
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false,
            CertificateChainPolicy = Policy(authorities),
        };
    }

    private (FileStamp[] Stamps, X509Certificate2 Own, X509Certificate2Collection Authorities) Current()
    {
        lock (turn)
        {
            if (!loaded.Stamps.SequenceEqual(Stamps()))
            {
                try
                {
                    loaded = Load();
                }
                catch (InvalidDataException)
                {
                    // Only some of the files are renewed so far; retry at the next handshake.
                }
            }
            return loaded;
        }
    }

    private FileStamp[] Stamps() => [.. new[] { authorityFile, certificateFile, keyFile }.Select(FileStamp.Of)];

    private (FileStamp[], X509Certificate2, X509Certificate2Collection) Load()
    {
        var stamps = Stamps();
        var at = authorityFile;
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(authorityFile);
            at = certificateFile;
            return authorities.Count == 0
                ? throw new InvalidDataException($"{authorityFile}: holds no certificate.")
                : (stamps, X509Certificate2.CreateFromPemFile(certificateFile, keyFile), authorities);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            var name = (e as FileNotFoundException)?.FileName ?? at;
            throw new InvalidDataException($"{name}: not readable as PEM: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static string? Fault(X509Certificate2 own, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(authorities) };
        return chain.Build(own)
            ? null
            : $"the register's authority does not vouch for it ({string.Join(", ", chain.ChainStatus.Select(s => s.Status))}).";
    }

    /// <summary>Whether a certificate has this role. Says nothing about who signed it.</summary>
    public static bool IsFor(X509Certificate2 certificate, string role) =>
        certificate.MatchesHostname(role, allowWildcards: false, allowCommonName: false);

    private static X509ChainPolicy Policy(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // The operator's authority issues short-lived certificates and has no revocation service.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
