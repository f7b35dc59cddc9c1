using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace KiPass.Portal.Shared.Controls;

/// <summary>
/// Addresses of the portal's static files with a hash of their content, so that browsers never combine files of different releases.
/// </summary>
public sealed class WebFiles(IWebHostEnvironment environment)
{
    private readonly ConcurrentDictionary<string, string> addresses = new();

    /// <summary>Path under which the programs serve the files of this library.</summary>
    public const string SharedFolder = "_content/KiPass.Portal.Shared/";

    /// <summary>Gets the address of a file of the program.</summary>
    public string this[string path] => addresses.GetOrAdd(path, Mark);

    /// <summary>Gets the address of a file of this library.</summary>
    public string Shared(string path) => this[SharedFolder + path];

    private string Mark(string path)
    {
        var file = environment.WebRootFileProvider.GetFileInfo(path);
        using var stream = file.CreateReadStream();
        return $"{path}?v={Convert.ToHexStringLower(SHA256.HashData(stream)[..4])}";
    }
}
