using System.Security.Cryptography;

namespace KiPass.Cli.Backups;

/// <summary>Computes the SHA-256 digest of a file in hexadecimal.</summary>
internal static class Digest
{
    public static string OfFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
