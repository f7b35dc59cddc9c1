namespace KiPass.Cli.Up;

/// <summary>What <c>up</c> was asked for.</summary>
/// <param name="Data">Full path of the folder that holds a folder for each domain.</param>
/// <param name="PortBase">The first of six neighbouring ports; every further silo takes three more, ten higher.</param>
/// <param name="Postgres">A superuser's URL; SQLite when absent.</param>
/// <param name="Host">The name or address under which others reach this machine; null: this machine alone.</param>
/// <param name="Silos">How many silos form the register; more than one want PostgreSQL.</param>
internal sealed record UpSettings(string Data, int PortBase, string? Postgres, bool Demo, bool Tls, string? Host, int Silos = 1)
{
    public const int MostSilos = 9;

    /// <summary>What lies between the ports of one silo and the same ports of the next.</summary>
    private const int SiloStep = 10;

    /// <summary>The highest port that a run with so many silos takes.</summary>
    public static int HighestPort(int portBase, int silos) => portBase + Math.Max((silos - 1) * SiloStep + 5, 6);

    public string RegisterData => Path.Combine(Data, "register");

    public string IssuerData => Path.Combine(Data, "issuer");

    public string OwnersData => Path.Combine(Data, "owners");

    public string AuthorityData => Path.Combine(Data, "authority");

    public Uri RegisterUrl => Url(0);

    public Uri IssuerUrl => Url(1);

    public Uri OwnersUrl => Url(2);

    public Uri OfficialsUrl => Url(3);

    /// <summary>The register's silos: the first at N, N+4 and N+5, each further one ten higher. They share the register's data folder.</summary>
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

    /// <summary>The page from which phones install the authority's certificate.</summary>
    public int InstallPort => PortBase + 6;

    public Uri InstallUrl => new($"http://{HostInUrl}:{InstallPort}/");

    public string TlsFolder => Path.Combine(Data, "tls");

    /// <summary>Where a service listens: on this machine alone, or on every address when a host is named.</summary>
    public string Listen(Uri url) => Host is null ? url.GetLeftPart(UriPartial.Authority) : $"{url.Scheme}://*:{url.Port}";

    // A name and not 127.0.0.1: browsers allow passkeys and the camera without TLS on localhost.
    private Uri Url(int offset) => new($"{(Tls ? "https" : "http")}://{HostInUrl}:{PortBase + offset}");

    // RFC 3986: an IPv6 address stands in brackets.
    private string HostInUrl => Uri.CheckHostName(Host) == UriHostNameType.IPv6 ? $"[{Host}]" : Host ?? "localhost";
}

/// <summary>Where one silo of the register is reached: its API, other silos, and portals as Orleans clients.</summary>
internal sealed record SiloPlace(string Name, Uri Url, int SiloPort, int GatewayPort);
