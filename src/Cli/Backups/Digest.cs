using System.Security.Cryptography;

namespace KiPass.Cli.Backups;

/// <summary>SHA-256 of a file, in hex.</summary>
internal static class Digest
{
    public static string OfFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
