using KiPass.Bench.Running;
using KiPass.Hosting.Tls;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Personal;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;
using Npgsql;

namespace KiPass.Bench.Traces;

/// <summary>
/// The three trust domains with keys of their own, each pinning the others as <c>up</c> would, certificates for the register's inner connections
/// (docs/adr/0011), and a real issuer process on PostgreSQL.
/// </summary>
internal sealed class TraceDomains : IAsyncDisposable
{
    public const ushort IssuerNumber = 1;
    private const string IssuerDatabase = "trace_issuer";

    private readonly TemporaryFolder folder = new();
    private readonly DomainFolder issuer;
    private readonly TestAuthority certificates;
    private Server? issuerServer;

    private TraceDomains(PostgresServer postgres)
    {
        Postgres = postgres;
        var issuerUrl = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        Register = Domain("register", withAgreement: true);
        issuer = Domain("issuer", withAgreement: true);
        Authority = Domain("authority", withAgreement: false);
        issuer.CreateSecret(PersonalKey.Name);
        var trustedIssuer = new TrustedIssuer(
            IssuerNumber,
            "bench",
            issuerUrl,
            issuer.AgreementKeys().Public(),
            issuer.SigningKey().Public(),
            issuer.EncryptionKey().Public()
        );
        var trustedRegister = new TrustedRegister(
            Register.AgreementKeys().Public(),
            Register.SigningKey().Public(),
            Register.EncryptionKey().Public()
        );
        var trustedAuthority = new TrustedAuthority(Authority.SigningKey().Public(), Authority.EncryptionKey().Public());
        Register.Pin(trustedIssuer);
        Register.Pin(trustedAuthority);
        issuer.Pin(trustedRegister);
        issuer.Pin(trustedAuthority);
        Authority.Pin(trustedRegister);
        Authority.Pin(trustedIssuer);
        IssuerUrl = issuerUrl;
        IssuerKeys = new ChannelKeyring(issuer.AgreementKeys());
        IssuerKeys.Pin(IssuerNumber, Register.AgreementKeys().Public());
        DayKeys = new DayKeyFolder(Path.Combine(issuer.Path, "daykeys"));
        certificates = new TestAuthority(folder["tls"]);
        var (certificate, key) = certificates.Sign(RegisterCertificates.SiloName);
        SiloCertificates =
        [
            "--Register:Tls:Authority",
            certificates.CertificateFile,
            "--Register:Tls:Certificate",
            certificate,
            "--Register:Tls:Key",
            key,
        ];
        var portal = RegisterCertificates.NameOf("authority");
        (certificate, key) = certificates.Sign(portal);
        PortalCertificates = new RegisterCertificates(certificates.CertificateFile, certificate, key, portal);
    }

    public PostgresServer Postgres { get; }

    public DomainFolder Register { get; }

    public DomainFolder Authority { get; }

    public DayKeyFolder DayKeys { get; }

    /// <summary>The issuer's side of the channel, for passes of a scan load.</summary>
    public ChannelKeyring IssuerKeys { get; }

    /// <summary>A silo's settings: its certificate, and the authority that it believes.</summary>
    public IReadOnlyList<string> SiloCertificates { get; }

    /// <summary>The certificate of the officials' portal.</summary>
    public RegisterCertificates PortalCertificates { get; }

    public int IssuerProcessId => issuerServer!.ProcessId;

    private Uri IssuerUrl { get; }

    /// <summary>Makes the domains and starts an issuer that knows everybody.</summary>
    public static async Task<TraceDomains> Start(PostgresServer postgres, ManyPeople people, KoreanDay firstDay, KoreanDay lastDay)
    {
        var domains = new TraceDomains(postgres);
        try
        {
            for (var day = firstDay; day <= lastDay; day += 1)
            {
                domains.DayKeys.CreateOnce(day);
            }
            await domains.StartIssuer(people);
            return domains;
        }
        catch
        {
            await domains.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (issuerServer is not null)
        {
            await issuerServer.DisposeAsync();
        }
        certificates.Dispose();
        folder.Dispose();
    }

    private async Task StartIssuer(ManyPeople people)
    {
        // Each run is an order of its own: what one issuer discloses in a day is raised, nothing else.
        string[] settings =
        [
            "--Issuer:Data",
            issuer.Path,
            "--Issuer:Demo",
            "true",
            "--Issuer:Disclosures:ContactsPerDay",
            "10000000",
            "--Issuer:Disclosures:OrdersPerDay",
            "10000000",
        ];
        await Programs.RunOnce(Programs.Issuer, ["provision", "--postgres", Postgres.Url, "--database", IssuerDatabase, .. settings]);
        issuerServer = await Server.Start(Programs.Issuer, settings, IssuerUrl);
        await using var connection = new NpgsqlConnection(Postgres.ConnectionString(IssuerDatabase) + ";Command Timeout=600");
        await connection.OpenAsync();
        using var key = PersonalKey.Read(issuer);
        await people.Copy(connection, key, TimeProvider.System.GetUtcNow());
        await using var vacuum = new NpgsqlCommand("VACUUM ANALYZE", connection);
        await vacuum.ExecuteNonQueryAsync();
    }

    private DomainFolder Domain(string name, bool withAgreement)
    {
        var domain = new DomainFolder(folder[name]);
        domain.CreateKeys(withAgreement);
        return domain;
    }
}
