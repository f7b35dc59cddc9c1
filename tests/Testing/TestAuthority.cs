using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KiPass.Testing;

/// <summary>A certificate authority in a folder, like an operator's.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly string folder;
    private readonly X509Certificate2 authority;

    /// <summary>Creates the authority.</summary>
    public TestAuthority(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(CertificateFile, authority.ExportCertificatePem());
    }

    /// <summary>Path of the authority's certificate (PEM).</summary>
    public string CertificateFile => Path.Combine(folder, "authority.crt");

    /// <summary>Issues a certificate for a DNS name and returns the paths of certificate and key (PEM).</summary>
    /// <param name="lifeDays">Days until it expires; negative for an expired certificate.</param>
    public (string Certificate, string Key) Sign(string name, int lifeDays = 10)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(
            authority,
            now.AddHours(-23),
            lifeDays < 0 ? now.AddHours(-1) : now.AddDays(lifeDays),
            RandomNumberGenerator.GetBytes(16)
        );
        var file = Path.Combine(folder, $"{name}-{Guid.NewGuid():N}");
        File.WriteAllText(file + ".crt", certificate.ExportCertificatePem());
        File.WriteAllText(file + ".key", key.ExportPkcs8PrivateKeyPem());
        return (file + ".crt", file + ".key");
    }

    /// <inheritdoc/>
    public void Dispose() => authority.Dispose();
}
