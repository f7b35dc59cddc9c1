using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KiPass.Cli.Tls;

/// <summary>
/// A certificate authority of this installation's own, made at the first start with <c>--tls</c>, and the server certificate that it signs.
/// Phones that install its certificate may use camera and service worker in the same network.
/// </summary>
internal sealed class LocalAuthority(string folder, TimeProvider time)
{
    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3650);

    // Phones refuse server certificates that live longer than 398 days.
    private static readonly TimeSpan ServerLife = TimeSpan.FromDays(397);
    private static readonly string[] SystemTrust = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>The certificate that people install (PEM).</summary>
    public string AuthorityFile => Path.Combine(folder, "kipass-ca.crt");

    /// <summary>The servers' certificate (PEM).</summary>
    public string ServerFile => Path.Combine(folder, "server.crt");

    /// <summary>The servers' private key (PEM).</summary>
    public string ServerKeyFile => Path.Combine(folder, "server.key");

    /// <summary>The system's authorities and ours: what our own processes trust.</summary>
    public string TrustFile => Path.Combine(folder, "trusted.crt");

    /// <summary>What people compare: SHA-256 of the authority's certificate, in groups of four digits.</summary>
    public string Fingerprint
    {
        get
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(AuthorityFile);
            return string.Join(
                ' ',
                Convert.ToHexString(certificate.GetCertHash(HashAlgorithmName.SHA256)).Chunk(4).Select(c => new string(c))
            );
        }
    }

    /// <summary>A handler that trusts this authority and no other.</summary>
    public static SocketsHttpHandler Trusting(string authorityFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authorityFile));
        return new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
    }

    private string AuthorityKeyFile => Path.Combine(folder, "kipass-ca.key");

    /// <summary>Makes what is missing or about to expire, for these names and addresses.</summary>
    public void Prepare(IReadOnlyList<string> hosts)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var authority = File.Exists(AuthorityKeyFile)
            ? X509Certificate2.CreateFromPemFile(AuthorityFile, AuthorityKeyFile)
            : MakeAuthority();
        if (!ServerFits(authority, hosts))
        {
            MakeServer(authority, hosts);
        }
        var system = SystemTrust.FirstOrDefault(File.Exists);
        File.WriteAllText(TrustFile, (system is null ? "" : File.ReadAllText(system)) + "\n" + authority.ExportCertificatePem() + "\n");
    }

    private X509Certificate2 MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=KiPass local authority ({Environment.MachineName})", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now + AuthorityLife);
        WritePrivate(AuthorityKeyFile, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(AuthorityFile, certificate.ExportCertificatePem() + "\n");
        return certificate;
    }

    private void MakeServer(X509Certificate2 authority, IReadOnlyList<string> hosts)
    {
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
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false)
        );
        var now = time.GetUtcNow();
        using var certificate = request.Create(authority, now.AddDays(-1), now + ServerLife, RandomNumberGenerator.GetBytes(16));
        WritePrivate(ServerKeyFile, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(ServerFile, certificate.ExportCertificatePem() + "\n");
    }

    private bool ServerFits(X509Certificate2 authority, IReadOnlyList<string> hosts)
    {
        if (!File.Exists(ServerFile) || !File.Exists(ServerKeyFile))
        {
            return false;
        }
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(ServerFile);
        return IsSignedBy(authority, certificate)
            && certificate.NotAfter.ToUniversalTime() > (time.GetUtcNow() + RenewBefore).UtcDateTime
            && hosts.All(host => certificate.MatchesHostname(host, allowWildcards: false, allowCommonName: false));
    }

    // Somebody may have removed the authority and with it what phones trust.
    private static bool IsSignedBy(X509Certificate2 authority, X509Certificate2 server)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(server);
    }

    private static void WritePrivate(string file, string pem)
    {
        File.Delete(file);
        using var stream = new FileStream(
            file,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }
        );
        using var writer = new StreamWriter(stream);
        writer.WriteLine(pem);
    }
}
