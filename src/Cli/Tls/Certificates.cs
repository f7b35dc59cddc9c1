using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KiPass.Hosting.Files;

namespace KiPass.Cli.Tls;

/// <summary>Creates authorities and issues certificates (P-256, PEM). Only the owner can read private keys.</summary>
internal static class Certificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3650);

    // Phones reject server certificates valid for more than 398 days.
    private static readonly TimeSpan Life = TimeSpan.FromDays(397);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Creates an authority and writes it to files.</summary>
    public static X509Certificate2 MakeAuthority(string name, string file, string keyFile, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now + AuthorityLife);
        Write(certificate, file, key, keyFile);
        return certificate;
    }

    /// <summary>Issues a certificate for these names and addresses, unless the existing one is still suitable.</summary>
    /// <param name="alsoClient">Whether the certificate is also used as a client certificate.</param>
    public static void Renew(
        X509Certificate2 authority,
        IReadOnlyList<string> hosts,
        string file,
        string keyFile,
        DateTimeOffset now,
        bool alsoClient = false
    )
    {
        if (Fits(authority, hosts, file, keyFile, now))
        {
            return;
        }
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={hosts[0]}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }
        OidCollection uses = alsoClient ? [new Oid(ServerAuthentication), new Oid(ClientAuthentication)] : [new Oid(ServerAuthentication)];
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false)
        );
        using var certificate = request.Create(authority, now.AddDays(-1), now + Life, RandomNumberGenerator.GetBytes(16));
        Write(certificate, file, key, keyFile);
    }

    private static bool Fits(X509Certificate2 authority, IReadOnlyList<string> hosts, string file, string keyFile, DateTimeOffset now)
    {
        // A crash may have left a new certificate with the previous key.
        if (!File.Exists(file) || !File.Exists(keyFile) || !IsPair(file, keyFile))
        {
            return false;
        }
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        return IsSignedBy(authority, certificate)
            && certificate.NotAfter.ToUniversalTime() > (now + RenewBefore).UtcDateTime
            && hosts.All(host => certificate.MatchesHostname(host, allowWildcards: false, allowCommonName: false));
    }

    // Someone may have deleted the authority that other machines trust.
    private static bool IsSignedBy(X509Certificate2 authority, X509Certificate2 signed)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(signed);
    }

    // Write the key last: if it exists, the certificate exists too.
    private static void Write(X509Certificate2 certificate, string file, ECDsa key, string keyFile)
    {
        PrivateFile.ReplacePublic(file, certificate.ExportCertificatePem() + "\n");
        PrivateFile.Replace(keyFile, stream => stream.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n")));
    }

    private static bool IsPair(string file, string keyFile)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPemFile(file, keyFile);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
