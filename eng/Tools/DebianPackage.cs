namespace KiPass.Eng.Tools;

/// <summary>A Debian package that tests or benchmarks need.</summary>
/// <param name="Name">Package name for <c>apt-get install</c> and <c>[Needs]</c>.</param>
/// <param name="Files">The package is installed if one of these files exists. <c>*</c> matches one folder name.</param>
/// <param name="Service">Service that the package starts at boot; null for none.</param>
internal sealed record DebianPackage(string Name, string[] Files, string? Service = null)
{
    /// <summary>All packages that <c>[Needs]</c> can name.</summary>
    public static IReadOnlyList<DebianPackage> All { get; } =
    [
        new("chromium", ["/usr/bin/chromium"]),
        new("chromium-headless-shell", ["/usr/bin/chromium-headless-shell"]),
        new("curl", ["/usr/bin/curl"]),
        new("docker-compose", ["/usr/bin/docker-compose", "/usr/local/bin/docker-compose"]),
        new("faketime", ["/usr/lib/*/faketime/libfaketimeMT.so.1"]),
        new("fonts-noto-cjk", ["/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"]),
        new("libnginx-mod-stream", ["/usr/lib/nginx/modules/ngx_stream_module.so"]),
        new("libnss3-tools", ["/usr/bin/certutil"]),
        new("nginx-light", ["/usr/sbin/nginx"], Service: "nginx"),
        new("nodejs", ["/usr/bin/node", "/usr/local/bin/node"]),
        new("npm", ["/usr/bin/npm", "/usr/local/bin/npm"]),
        new("openssl", ["/usr/bin/openssl"]),
        new("postgresql", ["/usr/lib/postgresql/*/bin/initdb"], Service: "postgresql"),
        new("prometheus", ["/usr/bin/promtool"], Service: "prometheus"),
        new("systemd", ["/usr/bin/systemd-analyze"]),
        new("wrk", ["/usr/bin/wrk"]),
        new("zbar-tools", ["/usr/bin/zbarimg"]),
    ];

    /// <exception cref="EngException">No package has this name.</exception>
    public static DebianPackage Of(string name) =>
        All.FirstOrDefault(package => package.Name == name)
        ?? throw new EngException($"[Needs(\"{name}\")] names no package that eng/Tools/DebianPackage.cs lists.", 1);

    public bool IsInstalled => Files.Any(Exists);

    private static bool Exists(string pattern)
    {
        var parts = pattern.Split("/*/", 2);
        return parts.Length == 1
            ? File.Exists(pattern)
            : Directory.Exists(parts[0])
                && Directory.EnumerateDirectories(parts[0]).Any(folder => File.Exists(Path.Combine(folder, parts[1])));
    }
}
