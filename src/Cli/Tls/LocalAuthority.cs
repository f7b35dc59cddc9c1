using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KiPass.Hosting.Files;

namespace KiPass.Cli.Tls;

/// <summary>
/// The certificate authority of this installation, created by the first start with <c>--tls</c>, and the server certificate that it issues.
/// Phones that install its certificate can use camera and service worker on the local network.
/// </summary>
internal sealed class LocalAuthority(string folder, TimeProvider time)
{
    private static readonly string[] SystemTrust = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

    /// <summary>Path of the authority's certificate that people install (PEM).</summary>
    public string AuthorityFile => Path.Combine(folder, "kipass-ca.crt");

    /// <summary>Path of the server certificate (PEM).</summary>
    public string ServerFile => Path.Combine(folder, "server.crt");

    /// <summary>Path of the server's private key (PEM).</summary>
    public string ServerKeyFile => Path.Combine(folder, "server.key");

    /// <summary>Path of a bundle of the system's authorities and this one, which our own processes trust.</summary>
    public string TrustFile => Path.Combine(folder, "trusted.crt");

    /// <summary>Fingerprint that people compare: SHA-256 of the authority's certificate, in groups of four digits.</summary>
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

    /// <summary>Creates an HTTP handler that trusts only this authority.</summary>
    public static SocketsHttpHandler Trusting(string authorityFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authorityFile));
        return new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
    }

    private string AuthorityKeyFile => Path.Combine(folder, "kipass-ca.key");

    /// <summary>Creates certificates for these names and addresses if they are missing or about to expire.</summary>
    public void Prepare(IReadOnlyList<string> hosts)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var authority = File.Exists(AuthorityKeyFile)
            ? X509Certificate2.CreateFromPemFile(AuthorityFile, AuthorityKeyFile)
            : Certificates.MakeAuthority(
                $"KiPass local authority ({Environment.MachineName})",
                AuthorityFile,
                AuthorityKeyFile,
                time.GetUtcNow()
            );
        Certificates.Renew(authority, hosts, ServerFile, ServerKeyFile, time.GetUtcNow());
        var system = SystemTrust.FirstOrDefault(File.Exists);
        PrivateFile.ReplacePublic(
            TrustFile,
            (system is null ? "" : File.ReadAllText(system)) + "\n" + authority.ExportCertificatePem() + "\n"
        );
    }
}
