using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Secrets that the database knows only by their hash.</summary>
internal static class Secrets
{
    /// <summary>32 random bytes, base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256, base64url; enough for 32 random bytes, which nobody guesses.</summary>
    public static string Hash(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
