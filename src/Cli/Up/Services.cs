using KiPass.Cli.Tls;

namespace KiPass.Cli.Up;

/// <summary>A program that <c>up</c> runs, with its command line and readiness check.</summary>
internal sealed record Service(string Name, string Project, Uri Url, string Listen, IReadOnlyList<string> Settings)
{
    /// <summary>Readiness endpoint of the register and the issuer. A portal is ready when its first page responds.</summary>
    public Uri Ready => new(Url, "/health/ready");

    public IEnumerable<string> Arguments => [.. Settings, "--urls", Listen, .. QuietStart];

    // up reports readiness and addresses itself, so programs log only what needs attention.
    private static string[] QuietStart =>
        [
            .. Pair("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Warning"),
            .. Pair("Logging:LogLevel:Microsoft.AspNetCore.DataProtection", "Error"),
        ];

    /// <summary>The programs in dependency order.</summary>
    public static IReadOnlyList<Service> Of(UpSettings up) =>
        [
            .. up.Register.Select(silo => new Service(
                silo.Name,
                "src/Silo",
                silo.Url,
                up.Listen(silo.Url),
                [
                    .. Pair("Register:Data", up.RegisterData),
                    .. Pair("Register:Documents", "true"),
                    .. PortsOf(silo),
                    .. RegisterAuthority.OfSilo(up),
                    .. Start(up),
                    .. Certificate(up),
                ]
            )),
            new(
                "issuer",
                "src/Issuer",
                up.IssuerUrl,
                up.Listen(up.IssuerUrl),
                [
                    .. Pair("Issuer:Data", up.IssuerData),
                    .. Pair("Issuer:Number", $"{Domains.IssuerNumber}"),
                    .. Pair("Issuer:Name", Domains.IssuerName),
                    .. Pair("Issuer:PublicUrl", up.IssuerUrl.GetLeftPart(UriPartial.Authority)),
                    .. up.Demo ? Pair("Issuer:Demo", "true") : [],
                    .. Certificate(up),
                ]
            ),
            new("owners", "src/Portal/Owners", up.OwnersUrl, up.Listen(up.OwnersUrl), Portal(up, up.OwnersUrl, up.OwnersData)),
            new(
                "officials",
                "src/Portal/Officials",
                up.OfficialsUrl,
                up.Listen(up.OfficialsUrl),
                Portal(up, up.OfficialsUrl, up.AuthorityData)
            ),
        ];

    private static string[] Start(UpSettings up) =>
        up.Demo
            ?
            [
                .. Pair("Register:Demo:RegisterUrl", up.RegisterUrl.GetLeftPart(UriPartial.Authority)),
                .. Pair("Register:Demo:IssuerUrl", up.IssuerUrl.GetLeftPart(UriPartial.Authority)),
                .. Pair("Register:Demo:OwnersUrl", up.OwnersUrl.GetLeftPart(UriPartial.Authority)),
                .. Pair("Register:Demo:OfficialsUrl", up.OfficialsUrl.GetLeftPart(UriPartial.Authority)),
            ]
            : [];

    private static string[] Portal(UpSettings up, Uri url, string data) =>
        [
            .. Pair("Portal:Data", data),
            .. Pair("Portal:RegisterCalls", string.Join(',', up.Register.Select(silo => $"https://127.0.0.1:{silo.PortalPort}"))),
            .. RegisterAuthority.OfPortal(data),
            .. Pair("Portal:RegisterUrl", up.RegisterUrl.GetLeftPart(UriPartial.Authority)),
            .. Pair("Portal:OwnersUrl", up.OwnersUrl.GetLeftPart(UriPartial.Authority)),
            .. Pair("Portal:PublicUrl", url.GetLeftPart(UriPartial.Authority)),
            .. up.Demo ? Pair("Portal:Demo", "true") : [],
            .. Certificate(up),
        ];

    private static string[] Certificate(UpSettings up)
    {
        var authority = new LocalAuthority(up.TlsFolder, TimeProvider.System);
        return up.Tls
            ?
            [
                .. Pair("Kestrel:Certificates:Default:Path", authority.ServerFile),
                .. Pair("Kestrel:Certificates:Default:KeyPath", authority.ServerKeyFile),
            ]
            : [];
    }

    private static string[] PortsOf(SiloPlace silo) =>
        [.. Pair("Register:SiloPort", $"{silo.SiloPort}"), .. Pair("Register:PortalPort", $"{silo.PortalPort}")];

    private static string[] Pair(string name, string value) => ["--" + name, value];
}
