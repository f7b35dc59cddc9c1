using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Random secrets of which the database stores only a hash.</summary>
internal static class Secrets
{
    /// <summary>Creates a secret: 32 random bytes, base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 of a secret, base64url. A fast hash is sufficient, because 32 random bytes cannot be guessed.</summary>
    public static string Hash(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
