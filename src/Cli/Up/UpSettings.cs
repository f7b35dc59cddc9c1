namespace KiPass.Cli.Up;

/// <summary>What <c>up</c> was asked for.</summary>
/// <param name="Data">Full path of the folder that holds a folder for each domain.</param>
/// <param name="PortBase">The first of six neighbouring ports.</param>
/// <param name="Postgres">A superuser's URL; SQLite when absent.</param>
/// <param name="Host">The name or address under which others reach this machine; null: this machine alone.</param>
internal sealed record UpSettings(string Data, int PortBase, string? Postgres, bool Demo, bool Tls, string? Host)
{
    public string RegisterData => Path.Combine(Data, "register");

    public string IssuerData => Path.Combine(Data, "issuer");

    public string OwnersData => Path.Combine(Data, "owners");

    public string AuthorityData => Path.Combine(Data, "authority");

    public Uri RegisterUrl => Url(0);

    public Uri IssuerUrl => Url(1);

    public Uri OwnersUrl => Url(2);

    public Uri OfficialsUrl => Url(3);

    public int SiloPort => PortBase + 4;

    public int GatewayPort => PortBase + 5;

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
