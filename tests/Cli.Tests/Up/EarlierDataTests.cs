using KiPass.Cli.Tls;
using KiPass.Cli.Up;
using KiPass.Hosting.Tls;
using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Tests.Up;

/// <summary>A data folder of a release in which the owners' portal had no key and both portals had the same role in their certificates.</summary>
public sealed class EarlierDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_data_folder_of_an_earlier_release_gets_the_missing_key_and_pin()
    {
        var settings = Settings();
        Domains.Prepare(settings);
        var owners = new DomainFolder(settings.OwnersData);
        var signing = new DomainFolder(settings.AuthorityData).SigningKey();
        File.Delete(folder["owners/keys/signing.json"]);
        File.Delete(folder["register/trust/owners.json"]);

        Domains.Prepare(settings);

        Assert.Equal(owners.SigningKey().Public(), new DomainFolder(settings.RegisterData).Owners().SigningKey);
        Assert.Equal(signing, new DomainFolder(settings.AuthorityData).SigningKey());
    }

    [Fact]
    public void Certificates_of_an_earlier_release_are_replaced_by_one_for_each_portal()
    {
        var settings = Settings();
        Domains.Prepare(settings);
        RegisterAuthority.Prepare(settings, TimeProvider.System);
        using (
            var authority = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(
                folder["register/tls/authority.crt"],
                folder["register/tls/authority.key"]
            )
        )
        {
            Certificates.Renew(
                authority,
                ["client.register.kipass"],
                folder["owners/tls/client.crt"],
                folder["owners/tls/client.key"],
                TimeProvider.System.GetUtcNow(),
                alsoClient: true
            );
        }

        RegisterAuthority.Prepare(settings, TimeProvider.System);

        foreach (var portal in new[] { "owners", "authority" })
        {
            var tls = Path.Combine(folder[portal], "tls");
            _ = new RegisterCertificates(
                Path.Combine(tls, "authority.crt"),
                Path.Combine(tls, "client.crt"),
                Path.Combine(tls, "client.key"),
                RegisterCertificates.NameOf(portal)
            );
        }
    }

    private UpSettings Settings() => new(folder.Path, PortBase: 5080, Postgres: null, Demo: false, Tls: false, Host: null);
}
