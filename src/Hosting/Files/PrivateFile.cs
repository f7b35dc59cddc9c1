namespace KiPass.Hosting.Files;

/// <summary>
/// Files that hold keys, passwords or state. A reader, and the next start after a crash, finds the old file or the new one, never half of it: the
/// new one is written beside it, flushed to the disk and renamed.
/// </summary>
public static class PrivateFile
{
    private const string DraftEnding = ".new";

    /// <summary>Rights 0600.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces a file with what <paramref name="write"/> writes, readable by its owner alone. Its folder must exist.</summary>
    public static void Replace(string path, Action<Stream> write) => Replace(path, OwnerOnly, write);

    /// <summary>Replaces a file that others may read, such as a certificate.</summary>
    public static void ReplacePublic(string path, string text) =>
        Replace(
            path,
            OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text))
        );

    private static void Replace(string path, UnixFileMode mode, Action<Stream> write)
    {
        var draft = path + DraftEnding;
        // Left by a crash; its rights may be others.
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }
        using (var stream = new FileStream(draft, options))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }
}
