using System.Security.Cryptography;

namespace KiPass.Tokens.Passes;

/// <summary>
/// A visitor's pseudonym of one Korean day: AES-256 of the 16-byte visitor id, one block (FIPS 197), under the issuer's random key of that
/// day. Only the issuer can reverse it, and only until the day key is destroyed (D + 29, 00:00).
/// </summary>
public static class PseudonymCipher
{
    /// <summary>Size of a day key, in bytes.</summary>
    public const int DayKeySize = 32;

    /// <summary>The pseudonym of a visitor id (16 bytes) under a day key (32 bytes).</summary>
    /// <exception cref="ArgumentException">The visitor id or the key has another length.</exception>
    public static Pseudonym Hide(ReadOnlySpan<byte> visitorId, Aes dayKey)
    {
        ThrowIfWrongSize(dayKey, visitorId.Length);
        Span<byte> block = stackalloc byte[Pseudonym.Size];
        dayKey.EncryptEcb(visitorId, block, PaddingMode.None);
        return Pseudonym.Read(block);
    }

    /// <summary>The visitor id (16 bytes) behind a pseudonym under a day key.</summary>
    /// <exception cref="ArgumentException">The visitor id or the key has another length.</exception>
    public static void Reveal(Pseudonym pseudonym, Aes dayKey, Span<byte> visitorId)
    {
        ThrowIfWrongSize(dayKey, visitorId.Length);
        Span<byte> block = stackalloc byte[Pseudonym.Size];
        pseudonym.Write(block);
        dayKey.DecryptEcb(block, visitorId, PaddingMode.None);
    }

    private static void ThrowIfWrongSize(Aes dayKey, int visitorIdSize)
    {
        if (dayKey.KeySize != DayKeySize * 8 || visitorIdSize != Pseudonym.Size)
        {
            throw new ArgumentException("A day key has 32 bytes, a visitor id 16.");
        }
    }
}
