namespace KiPass.Testing;

/// <summary>A folder that is deleted on disposal.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Full path of the folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("kipass-test-").FullName;

    /// <summary>Returns a path inside the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
