using System.Diagnostics;

namespace KiPass.Eng.Tools;

/// <summary>Installs Debian packages if this user may, otherwise lists them. Never starts or enables a service.</summary>
/// <param name="mayInstall">Whether this user may install packages.</param>
/// <param name="aptGet">Path of <c>apt-get</c>.</param>
/// <param name="servicePolicy">Path of the program that Debian's maintainer scripts call before they start a service.</param>
internal sealed class PackageInstaller(bool mayInstall, string aptGet = "/usr/bin/apt-get", string servicePolicy = "/usr/sbin/policy-rc.d")
{
    // Exit code 101: the action is not allowed (invoke-rc.d and deb-systemd-invoke).
    private const string RefuseServices = """
        #!/bin/sh
        # Made by ./kipass while it installs packages, so that no service is started; it removes this file afterwards.
        exit 101

        """;

    /// <summary>The installer for this machine.</summary>
    public static PackageInstaller OfThisMachine { get; } = new(Environment.IsPrivilegedProcess);

    /// <summary>Installs the missing packages.</summary>
    /// <param name="packages">The required packages.</param>
    /// <param name="who">What requires them, for the message: <c>the chosen tests</c>.</param>
    /// <param name="output">Receives progress messages.</param>
    /// <exception cref="EngException">This user may not install them, or apt-get failed.</exception>
    public async Task Require(IEnumerable<DebianPackage> packages, string who, TextWriter output, CancellationToken cancellationToken)
    {
        var missing = packages.Where(package => !package.IsInstalled).ToList();
        if (missing.Count == 0)
        {
            return;
        }
        var names = string.Join(' ', missing.Select(package => package.Name));
        if (!mayInstall || !File.Exists(aptGet))
        {
            throw new EngException($"For {who}, install these Debian packages as root: apt-get install {names}");
        }
        await output.WriteLineAsync($"installing {names}");
        var refuses = RefuseToStartServices();
        try
        {
            await Run(aptGet, ["update", "-q"], cancellationToken);
            await Run(aptGet, ["install", "-y", "-q", "--no-install-recommends", .. missing.Select(p => p.Name)], cancellationToken);
            string[] services = [.. missing.Select(package => package.Service).OfType<string>()];
            if (services.Length > 0 && File.Exists("/usr/bin/systemctl"))
            {
                await Run("/usr/bin/systemctl", ["disable", "--quiet", .. services], cancellationToken);
            }
        }
        finally
        {
            if (refuses)
            {
                File.Delete(servicePolicy);
            }
        }
    }

    // Keep an existing policy, which belongs to the machine, as in containers.
    private bool RefuseToStartServices()
    {
        if (File.Exists(servicePolicy) && File.ReadAllText(servicePolicy) != RefuseServices)
        {
            return false;
        }
        File.WriteAllText(servicePolicy, RefuseServices);
        File.SetUnixFileMode(
            servicePolicy,
            UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead
                | UnixFileMode.OtherExecute
        );
        return true;
    }

    private static async Task Run(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
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
            var reason = (await errors).Trim().ReplaceLineEndings(" ");
            throw new EngException($"{Path.GetFileName(program)} {arguments[0]} failed: {reason}", 1);
        }
    }
}
