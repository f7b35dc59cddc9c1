using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace KiPass.Portal.Shared.Controls;

/// <summary>Addresses of the portal's own files with a mark of their content, so that a new version is never mixed with an old one.</summary>
public sealed class WebFiles(IWebHostEnvironment environment)
{
    private readonly ConcurrentDictionary<string, string> addresses = new();

    /// <summary>Where the programs serve the files of this library.</summary>
    public const string SharedFolder = "_content/KiPass.Portal.Shared/";

    /// <summary>A file of the program itself.</summary>
    public string this[string path] => addresses.GetOrAdd(path, Mark);

    /// <summary>A file of this library.</summary>
    public string Shared(string path) => this[SharedFolder + path];

    private string Mark(string path)
    {
        var file = environment.WebRootFileProvider.GetFileInfo(path);
        using var stream = file.CreateReadStream();
        return $"{path}?v={Convert.ToHexStringLower(SHA256.HashData(stream)[..4])}";
    }
}
