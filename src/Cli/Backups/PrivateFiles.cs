using KiPass.Hosting.Files;

namespace KiPass.Cli.Backups;

/// <summary>Creates files and folders that only their owner can read, and flushes them to disk.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Folder700 = PrivateFile.OwnerOnly | UnixFileMode.UserExecute;

    public static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path, Folder700);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be made: {e.Message}");
        }
    }

    public static void Copy(string from, string to)
    {
        MakeFolder(Path.GetDirectoryName(to)!);
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        PrivateFile.Replace(to, source.CopyTo);
    }

    /// <summary>Restricts the permissions of a file from another program and flushes it to disk.</summary>
    public static void Settle(string path)
    {
        File.SetUnixFileMode(path, PrivateFile.OwnerOnly);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
        stream.Flush(flushToDisk: true);
    }
}
