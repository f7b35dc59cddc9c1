using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Jose;

/// <summary>A small file that only one domain can open, for example a registration certificate (사업자등록증) on its way to the authority.</summary>
public static class SealedFile
{
    /// <summary>Maximum size of a file: 10 MiB.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Maximum length of a sealed file, in characters.</summary>
    public const int MaxSealedCharacters = MaxBytes / 3 * 4 + 2048;

    /// <summary>Seals a file to a domain's public encryption key: JWE compact, ECDH-ES and A256GCM (RFC 7516).</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MaxBytes"/>.</exception>
    public static string Seal(ReadOnlySpan<byte> file, EcJwk recipient)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(file.Length, MaxBytes);
        return Jwe.Seal(file, recipient);
    }

    /// <summary>The file; null if it was sealed to another key, is too long or was altered. No text makes it throw.</summary>
    public static byte[]? Open(string? sealedFile, IDecryptionKey key) => Jwe.Open(sealedFile, key, MaxSealedCharacters);
}
