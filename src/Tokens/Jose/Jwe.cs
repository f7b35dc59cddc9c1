using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Jose;

/// <summary>
/// Sealed bytes: JWE compact (RFC 7516), ECDH-ES direct and A256GCM on P-256 only (RFC 7518 sections 4.6 and 5.3). Of a header's members
/// <c>alg</c>, <c>enc</c> and <c>epk</c> are needed, <c>kid</c>, <c>typ</c> and <c>cty</c> have no effect, any other (compression, critical
/// extensions, party information) is refused.
/// </summary>
internal static class Jwe
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const string Encryption = "A256GCM";

    private static readonly string[] KnownMembers = ["alg", "enc", "epk", "kid", "typ", "cty"];

    public static string Seal(ReadOnlySpan<byte> plain, EcJwk recipient)
    {
        var ephemeral = new FileDecryptionKey(EcJwk.Create());
        var epk = ephemeral.PublicKey;
        var header = $$$"""{"alg":"ECDH-ES","enc":"{{{Encryption}}}","epk":{{{JsonSerializer.Serialize(epk)}}}}""";
        var protectedHeader = Base64Url.Encode(Encoding.UTF8.GetBytes(header));
        var nonce = RandomNumberGenerator.GetBytes(NonceSize);
        var ciphertext = new byte[plain.Length];
        var tag = new byte[TagSize];
        using var cipher = new AesGcm(DeriveKey(ephemeral.Agree(recipient)), TagSize);
        cipher.Encrypt(nonce, plain, ciphertext, tag, Encoding.ASCII.GetBytes(protectedHeader));
        return $"{protectedHeader}..{Base64Url.Encode(nonce)}.{Base64Url.Encode(ciphertext)}.{Base64Url.Encode(tag)}";
    }

    /// <summary>The bytes; null when the text is not a JWE of this kind, too long, or sealed to another key. Never throws, whatever the text.</summary>
    public static byte[]? Open(string? text, IDecryptionKey key, int mostCharacters)
    {
        if (
            JoseJson.Split(text, 5, mostCharacters) is not { } parts
            || parts[1].Length != 0
            || parts[2].Length != NonceSize
            || parts[4].Length != TagSize
            || Ephemeral(parts[0]) is not { } ephemeral
        )
        {
            return null;
        }
        var plain = new byte[parts[3].Length];
        using var cipher = new AesGcm(DeriveKey(key.Agree(ephemeral)), TagSize);
        try
        {
            cipher.Decrypt(parts[2], parts[3], parts[4], plain, Encoding.ASCII.GetBytes(text![..text!.IndexOf('.')]));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Concat KDF, one round of SHA-256 (RFC 7518 section 4.6.2), without party information.</summary>
    internal static byte[] DeriveKey(ReadOnlySpan<byte> secret)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[4];
        void Append(Span<byte> buffer, int value)
        {
            BinaryPrimitives.WriteInt32BigEndian(buffer, value);
            hash.AppendData(buffer);
        }
        Append(number, 1);
        hash.AppendData(secret);
        Append(number, Encryption.Length);
        hash.AppendData(Encoding.ASCII.GetBytes(Encryption));
        Append(number, 0);
        Append(number, 0);
        Append(number, 256);
        return hash.GetHashAndReset();
    }

    private static EcJwk? Ephemeral(byte[] header) =>
        JoseJson.Members(header) is { } members
        && members.Keys.All(KnownMembers.Contains)
        && members.GetValueOrDefault("alg") == "\"ECDH-ES\""
        && members.GetValueOrDefault("enc") == $"\"{Encryption}\""
        && members.GetValueOrDefault("epk") is { } epk
        && JoseJson.Parse<EcJwk>(Encoding.UTF8.GetBytes(epk)) is { IsPrivate: false } key
            ? key
            : null;
}
