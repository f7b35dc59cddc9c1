using System.Security.Cryptography.X509Certificates;
using KiPass.Cli.Tls;
using Microsoft.Extensions.Time.Testing;

namespace KiPass.Cli.Tests.Tls;

public sealed class LocalAuthorityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kipass-tls-").FullName;
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public void The_server_certificate_is_signed_by_the_authority_and_names_every_host()
    {
        var authority = Prepared("localhost", "192.168.0.10");
        using var server = X509CertificateLoader.LoadCertificateFromFile(authority.ServerFile);
        using var root = X509CertificateLoader.LoadCertificateFromFile(authority.AuthorityFile);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.True(chain.Build(server));
        Assert.True(server.MatchesHostname("localhost"));
        Assert.True(server.MatchesHostname("192.168.0.10"));
        Assert.False(server.MatchesHostname("example.org"));
        Assert.True(server.NotAfter - server.NotBefore <= TimeSpan.FromDays(398));
    }

    [Fact]
    public void The_server_certificate_is_renewed_before_expiry_by_the_same_authority()
    {
        var authority = Prepared("localhost");
        var (root, server) = (File.ReadAllText(authority.AuthorityFile), File.ReadAllText(authority.ServerFile));
        time.Advance(TimeSpan.FromDays(300));
        Prepared("localhost");
        Assert.Equal(server, File.ReadAllText(authority.ServerFile));
        time.Advance(TimeSpan.FromDays(80));
        Prepared("localhost");
        Assert.NotEqual(server, File.ReadAllText(authority.ServerFile));
        Assert.Equal(root, File.ReadAllText(authority.AuthorityFile));
    }

    [Fact]
    public void Adding_a_host_issues_a_certificate_that_names_it()
    {
        var authority = Prepared("localhost");
        Prepared("localhost", "10.0.0.7");
        using var server = X509CertificateLoader.LoadCertificateFromFile(authority.ServerFile);
        Assert.True(server.MatchesHostname("10.0.0.7"));
    }

    [Fact]
    public void A_new_authority_signs_a_new_server_certificate()
    {
        var authority = Prepared("localhost");
        var server = File.ReadAllText(authority.ServerFile);
        File.Delete(authority.AuthorityFile);
        File.Delete(Path.Combine(folder, "kipass-ca.key"));
        Prepared("localhost");
        Assert.NotEqual(server, File.ReadAllText(authority.ServerFile));
    }

    [Fact]
    public void Private_keys_are_readable_only_by_their_owner()
    {
        var authority = Prepared("localhost");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(authority.ServerKeyFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "kipass-ca.key")));
    }

    [Fact]
    public void A_certificate_that_does_not_match_its_key_is_issued_again()
    {
        var authority = Prepared("localhost");
        using var other = System.Security.Cryptography.ECDsa.Create();
        File.WriteAllText(authority.ServerKeyFile, other.ExportPkcs8PrivateKeyPem());

        Prepared("localhost");

        using var pair = X509Certificate2.CreateFromPemFile(authority.ServerFile, authority.ServerKeyFile);
        Assert.True(pair.HasPrivateKey);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private LocalAuthority Prepared(params string[] hosts)
    {
        var authority = new LocalAuthority(folder, time);
        authority.Prepare(hosts);
        return authority;
    }
}
