using System.Diagnostics;
using System.Globalization;
using KiPass.Testing;

namespace KiPass.Bench.Chaos.Cluster;

/// <summary>
/// A database's disk that can be full: a memory file system whose size is cut to what it holds. Where nothing may be mounted it is a plain
/// folder that never fills.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Mebibytes = 4096;
    private readonly TemporaryFolder folder = new();

    public SmallDisk()
    {
        Directory.CreateDirectory(Path);
        if (!OperatingSystem.IsWindows())
        {
            // A database server comes here as another user.
            File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
        CanFill = Run("mount", "-t", "tmpfs", "-o", Size(Mebibytes * 1024L), "tmpfs", Path);
    }

    public string Path => folder["disk"];

    /// <summary>Whether it is a disk of its own.</summary>
    public bool CanFill { get; }

    /// <summary>From now on nothing more fits.</summary>
    public void Fill()
    {
        for (var spareKibibytes = 256L; spareKibibytes < 65536; spareKibibytes *= 2)
        {
            var held = new DriveInfo(Path) is var drive ? (drive.TotalSize - drive.TotalFreeSpace) / 1024 : 0;
            // It may have grown while we looked.
            if (Run("mount", "-o", $"remount,{Size(held + spareKibibytes)}", Path))
            {
                return;
            }
        }
        throw new InvalidOperationException($"{Path} could not be filled.");
    }

    /// <summary>There is room again.</summary>
    public void Free()
    {
        if (!Run("mount", "-o", $"remount,{Size(Mebibytes * 1024L)}", Path))
        {
            throw new InvalidOperationException($"{Path} could not be freed.");
        }
    }

    public void Dispose()
    {
        if (CanFill)
        {
            Run("umount", "-l", Path);
        }
        folder.Dispose();
    }

    private static string Size(long kibibytes) => string.Create(CultureInfo.InvariantCulture, $"size={kibibytes}k");

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
