using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace KiPass.Portal.Layout;

/// <summary>Addresses of the portal's own files with a mark of their content, so that a new version is never mixed with an old one.</summary>
internal sealed class WebFiles(IWebHostEnvironment environment)
{
    private readonly ConcurrentDictionary<string, string> addresses = new();

    public string this[string path] => addresses.GetOrAdd(path, Mark);

    private string Mark(string path)
    {
        var file = environment.WebRootFileProvider.GetFileInfo(path);
        using var stream = file.CreateReadStream();
        return $"{path}?v={Convert.ToHexStringLower(SHA256.HashData(stream)[..4])}";
    }
}
