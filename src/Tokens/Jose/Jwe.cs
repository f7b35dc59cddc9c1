using System.Security.Cryptography;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Jose;

/// <summary>
/// Encrypted bytes: JWE compact (RFC 7516), ECDH-ES direct with A256GCM on P-256 (RFC 7518 sections 4.6 and 5.3), within
/// <see cref="JoseProfile"/>.
/// </summary>
internal static class Jwe
{
    public static string Seal(ReadOnlySpan<byte> plain, EcJwk recipient)
    {
        using var key = ECDiffieHellman.Create(recipient.Public().ToParameters());
        return global::Jose.JWT.EncodeBytes(
            plain.ToArray(),
            key,
            JoseProfile.Agreement,
            JoseProfile.Encryption,
            settings: JoseProfile.Settings
        );
    }

    /// <summary>The bytes; null when the text is not a JWE of the profile, too long, altered, or encrypted to another key. No text makes it throw.</summary>
    public static byte[]? Open(string? text, IDecryptionKey key, int maxCharacters)
    {
        if (CompactText.Read(text, 5, maxCharacters) is not { } parts || !JoseProfile.AllowsEncrypted(parts))
        {
            return null;
        }
        using var agreement = new DecryptionKeyAgreement(key);
        try
        {
            return global::Jose.JWT.DecryptBytes(text, agreement, JoseProfile.Agreement, JoseProfile.Encryption, JoseProfile.Settings);
        }
        catch (global::Jose.EncryptionException)
        {
            return null;
        }
    }
}
