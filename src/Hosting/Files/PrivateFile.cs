namespace KiPass.Hosting.Files;

/// <summary>
/// Writes files that contain keys, passwords or state. Replacement is atomic: the new content goes to a temporary file in the same folder,
/// which is flushed to disk and renamed. A reader, or a restart after a crash, sees either the old file or the new one.
/// </summary>
public static class PrivateFile
{
    private const string DraftEnding = ".new";

    /// <summary>Mode 0600.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces a file with the output of <paramref name="write"/>. Only the owner can read it. The folder must exist.</summary>
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
        // A crash may have left a temporary file with other permissions.
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
