namespace KiPass.Cli.Backups;

/// <summary>Files and folders that their owner alone may read, on disk when the method returns.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder700 = File600 | UnixFileMode.UserExecute;

    public static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path, Folder700);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{path} cannot be made: {e.Message}");
        }
    }

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        File.Delete(path);
        using var stream = Create(path);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    public static void Copy(string from, string to)
    {
        MakeFolder(Path.GetDirectoryName(to)!);
        File.Delete(to);
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = Create(to);
        source.CopyTo(target);
        target.Flush(flushToDisk: true);
    }

    /// <summary>Gives a file that another program made its rights, and puts it on the disk.</summary>
    public static void Settle(string path)
    {
        File.SetUnixFileMode(path, File600);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
        stream.Flush(flushToDisk: true);
    }

    private static FileStream Create(string path) =>
        new(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = File600,
            }
        );
}
