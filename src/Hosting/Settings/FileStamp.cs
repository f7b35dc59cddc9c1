namespace KiPass.Hosting.Settings;

/// <summary>By which one sees that a file is another than before; the default where there is none.</summary>
/// <param name="WrittenAt">Of the file itself.</param>
/// <param name="Length">Bytes.</param>
public readonly record struct FileStamp(DateTime WrittenAt, long Length)
{
    /// <summary>The stamp as it is now.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        // Kubernetes changes a mounted file by turning a link further up; the link at the path itself stays as it was.
        file = file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
        return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
    }
}
