namespace KiPass.Cli.Up;

/// <summary>Options of <c>up</c>.</summary>
/// <param name="Data">Full path of the folder that contains a folder for each domain.</param>
/// <param name="PortBase">First of six consecutive ports. Each additional silo uses three more, offset by ten.</param>
/// <param name="Postgres">URL of a PostgreSQL superuser; null for SQLite.</param>
/// <param name="Host">Name or address at which other machines reach this one; null for local access only.</param>
/// <param name="Silos">Number of silos of the register. More than one requires PostgreSQL.</param>
/// <param name="DemoFacilities">Number of facilities of the demonstration; 0 for the small one: twelve facilities and a week of visits.</param>
internal sealed record UpSettings(
    string Data,
    int PortBase,
    string? Postgres,
    bool Demo,
    bool Tls,
    string? Host,
    int Silos = 1,
    int DemoFacilities = UpSettings.NationalFacilities
)
{
    public const int MostSilos = 9;

    /// <summary>Number of facilities of a demonstration that is not small.</summary>
    public const int NationalFacilities = 2_000;

    /// <summary>Port offset between consecutive silos.</summary>
    private const int SiloStep = 10;

    /// <summary>Returns the highest port that a run with this many silos uses.</summary>
    public static int HighestPort(int portBase, int silos) => portBase + Math.Max((silos - 1) * SiloStep + 5, 6);

    public string RegisterData => Path.Combine(Data, "register");

    public string IssuerData => Path.Combine(Data, "issuer");

    public string OwnersData => Path.Combine(Data, "owners");

    public string AuthorityData => Path.Combine(Data, "authority");

    public Uri RegisterUrl => Url(0);

    public Uri IssuerUrl => Url(1);

    public Uri OwnersUrl => Url(2);

    public Uri OfficialsUrl => Url(3);

    /// <summary>
    /// The register's silos: the first at N, N+4 and N+5, each next one ten higher. They share the register's data folder.
    /// </summary>
    public IReadOnlyList<SiloPlace> Register =>
        [
            .. Enumerable
                .Range(0, Silos)
                .Select(i => new SiloPlace(
                    i == 0 ? "register" : $"register-{i + 1}",
                    Url(i * SiloStep),
                    PortBase + i * SiloStep + 4,
                    PortBase + i * SiloStep + 5
                )),
        ];

    /// <summary>URL of the page where phones install the authority's certificate.</summary>
    public int InstallPort => PortBase + 6;

    public Uri InstallUrl => new($"http://{HostInUrl}:{InstallPort}/");

    public string TlsFolder => Path.Combine(Data, "tls");

    /// <summary>Listen address of a service: loopback, or all addresses if a host is given.</summary>
    public string Listen(Uri url) => Host is null ? url.GetLeftPart(UriPartial.Authority) : $"{url.Scheme}://*:{url.Port}";

    // localhost instead of 127.0.0.1: browsers allow passkeys and camera without TLS on localhost.
    private Uri Url(int offset) => new($"{(Tls ? "https" : "http")}://{HostInUrl}:{PortBase + offset}");

    // RFC 3986 requires brackets around an IPv6 address.
    private string HostInUrl => Uri.CheckHostName(Host) == UriHostNameType.IPv6 ? $"[{Host}]" : Host ?? "localhost";
}

/// <summary>Endpoints of one silo of the register: its API, the port for other silos, and the port for portals.</summary>
internal sealed record SiloPlace(string Name, Uri Url, int SiloPort, int PortalPort);
