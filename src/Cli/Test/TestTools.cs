using System.Diagnostics;

namespace KiPass.Cli.Test;

/// <summary>The programs that the tests run besides .NET: installed where this user may, named where not.</summary>
internal static class TestTools
{
    private static readonly (string Package, string File)[] Needed =
    [
        ("postgresql", "/usr/bin/pg_config|/usr/lib/postgresql/15/bin/initdb"),
        ("chromium", "/usr/bin/chromium"),
        ("chromium-headless-shell", "/usr/bin/chromium-headless-shell"),
        ("fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
        ("zbar-tools", "/usr/bin/zbarimg"),
        ("libnss3-tools", "/usr/bin/certutil"),
        ("wrk", "/usr/bin/wrk"),
        ("faketime", "/usr/bin/faketime"),
        ("prometheus", "/usr/bin/promtool"),
        ("systemd", "/usr/bin/systemd-analyze"),
        ("nginx-light", "/usr/sbin/nginx"),
        ("libnginx-mod-stream", "/usr/lib/nginx/modules/ngx_stream_module.so"),
        ("docker-compose", "/usr/bin/docker-compose|/usr/local/bin/docker-compose"),
        ("iproute2", "/usr/sbin/ip|/sbin/ip|/usr/bin/ip"),
        ("nodejs", "/usr/bin/node|/usr/local/bin/node"),
        ("npm", "/usr/bin/npm|/usr/local/bin/npm"),
    ];

    public static async Task Install(CancellationToken cancellationToken)
    {
        var missing = Needed.Where(tool => !tool.File.Split('|').Any(File.Exists)).Select(tool => tool.Package).ToList();
        if (missing.Count == 0)
        {
            return;
        }
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get"))
        {
            throw new CommandFailure($"The tests need these programs; install them (Debian package names): {string.Join(' ', missing)}");
        }
        Console.WriteLine($"installing {string.Join(' ', missing)}");
        await AptGet(["update", "-q"], cancellationToken);
        await AptGet(["install", "-y", "-q", "--no-install-recommends", .. missing], cancellationToken);
    }

    private static async Task AptGet(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("apt-get", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new CommandFailure($"apt-get {arguments[0]} failed: {(await errors).Trim()}", 1);
        }
    }
}
