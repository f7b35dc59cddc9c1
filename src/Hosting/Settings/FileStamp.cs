namespace KiPass.Hosting.Settings;

/// <summary>Identifies a version of a file, to detect changes. The default value means that the file does not exist.</summary>
/// <param name="WrittenAt">Last write time of the link target.</param>
/// <param name="Length">Length in bytes.</param>
public readonly record struct FileStamp(DateTime WrittenAt, long Length)
{
    /// <summary>Returns the current stamp of a file.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        // Kubernetes updates a mounted file by changing a link in a parent folder; the link at this path does not change.
        file = file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
        return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
    }
}
