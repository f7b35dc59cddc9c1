using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace KiPass.Issuer.DayKeys;

/// <summary>What .NET does not offer of files: a name given exactly once, and folder entries that survive a power cut.</summary>
internal static class DurableFolder
{
    private const int ReadOnly = 0;
    private const int NameIsTaken = 17;

    /// <summary>Gives a finished file its name, unless the name is taken; the draft's own name stays.</summary>
    /// <remarks>link(2) is one step, whoever else tries; <see cref="File.Move(string, string, bool)"/> looks first and then renames.</remarks>
    public static bool TryName(string draft, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Copy(draft, name, overwrite: false);
            return true;
        }
        if (Link(Native(draft), Native(name)) == 0)
        {
            return true;
        }
        var error = Marshal.GetLastPInvokeError();
        return error == NameIsTaken ? false : throw new IOException($"{name}: {new Win32Exception(error).Message}");
    }

    /// <summary>Makes the folder's entries durable: a file that was made or removed stays so after a power cut (fsync(2) of the folder).</summary>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var folder = Open(Native(path), ReadOnly);
        if (folder < 0)
        {
            throw new IOException($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
        try
        {
            if (Fsync(folder) != 0)
            {
                throw new IOException($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
            }
        }
        finally
        {
            _ = Close(folder);
        }
    }

    private static byte[] Native(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    [DllImport("libc", EntryPoint = "link", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] from, byte[] to);

    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int file);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
