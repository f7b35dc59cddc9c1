using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace KiPass.Issuer.Storage;

/// <summary>File operations that .NET does not offer: naming a file exactly once, and making folder entries survive a power cut.</summary>
internal static class DurableFolder
{
    private const int ReadOnly = 0;
    private const int FileExists = 17;

    /// <summary>Gives a finished file its name, unless the name is taken; the draft keeps its own name too.</summary>
    /// <remarks>link(2) is atomic; <see cref="File.Move(string, string, bool)"/> checks first and then renames.</remarks>
    public static bool TryLink(string draft, string name)
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
        return error == FileExists ? false : throw new IOException($"{name}: {new Win32Exception(error).Message}");
    }

    /// <summary>Makes the folder's entries durable (fsync(2) of the folder): a created or deleted file stays so after a power cut.</summary>
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
