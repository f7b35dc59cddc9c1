using System.Diagnostics;
using System.Globalization;
using KiPass.Grains.Tests.Visits.Stores;
using KiPass.Testing;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>
/// A folder on a small disk of its own, which a test can fill. Where nothing may be mounted the folder is taken away instead: the store then
/// meets another fault, and owes the same answers.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly bool mounted;

    public SmallDisk(int mebibytes = 2)
    {
        Directory.CreateDirectory(Path);
        if (!OperatingSystem.IsWindows())
        {
            // A database server comes here as another user.
            File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
        mounted = Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={mebibytes}m"), "tmpfs", Path);
    }

    public string Path => folder["disk"];

    private string Filler => System.IO.Path.Combine(Path, "filler");

    private string Hidden => folder["hidden"];

    public void Fill()
    {
        if (!mounted)
        {
            Directory.Move(Path, Hidden);
            File.WriteAllText(Path, "");
            return;
        }
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var size = 64 * 1024; size > 0; size /= 2)
            {
                Write(filler, new byte[size]);
            }
        }
        catch (IOException)
        {
            // Full to the last byte.
        }
    }

    public void Free()
    {
        if (mounted)
        {
            File.Delete(Filler);
        }
        else
        {
            File.Delete(Path);
            Directory.Move(Hidden, Path);
        }
    }

    public void Dispose()
    {
        if (mounted && !Run("umount", "-l", Path))
        {
            throw new InvalidOperationException($"{Path} could not be unmounted.");
        }
        folder.Dispose();
    }

    private static void Write(FileStream filler, byte[] block)
    {
        try
        {
            while (true)
            {
                filler.Write(block);
                filler.Flush(flushToDisk: true);
            }
        }
        catch (IOException) when (block.Length > 1)
        {
            // A smaller block may still fit.
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
