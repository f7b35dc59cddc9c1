using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Tests.Jose;

namespace KiPass.Tokens.Tests.Fixtures;

/// <summary>
/// JWS and JWE written out from RFC 7515, 7516 and 7518 with .NET's primitives alone, as KiPass did before it used a library: a second
/// implementation to compare with, and a way to produce texts that no library would.
/// </summary>
internal static class HandWrittenJose
{
    public static string Sign(string header, string claims, EcJwk key)
    {
        var input = $"{Part(header)}.{Part(claims)}";
        return $"{input}.{Base64Url.Encode(new FileSigningKey(key).Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    public static bool IsSignedBy(EcJwk key, string text)
    {
        using var verifier = ECDsa.Create(key.Public().ToParameters());
        var end = text.LastIndexOf('.');
        return Base64Url.TryDecode(text[(end + 1)..], out var signature)
            && verifier.VerifyData(
                Encoding.ASCII.GetBytes(text[..end]),
                signature,
                HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation
            );
    }

    /// <summary>Seals under a header in which EPK is replaced by the ephemeral public key and PRIVATE by the private one.</summary>
    public static string Seal(string headerTemplate, ReadOnlySpan<byte> plain, EcJwk recipient)
    {
        var ephemeral = EcJwk.Create();
        var header = headerTemplate
            .Replace("EPK", JsonSerializer.Serialize(ephemeral.Public()), StringComparison.Ordinal)
            .Replace("PRIVATE", JsonSerializer.Serialize(ephemeral), StringComparison.Ordinal);
        var head = Part(header);
        using var cipher = new AesGcm(DeriveKey(new FileDecryptionKey(ephemeral).Agree(recipient)), 16);
        byte[] nonce = RandomNumberGenerator.GetBytes(12),
            ciphertext = new byte[plain.Length],
            tag = new byte[16];
        cipher.Encrypt(nonce, plain, ciphertext, tag, Encoding.ASCII.GetBytes(head));
        return $"{head}..{Base64Url.Encode(nonce)}.{Base64Url.Encode(ciphertext)}.{Base64Url.Encode(tag)}";
    }

    public static byte[] Open(string text, EcJwk key)
    {
        var parts = text.Split('.').Select(p => Base64Url.TryDecode(p, out var bytes) ? bytes : throw new FormatException(p)).ToList();
        using var header = JsonDocument.Parse(parts[0]);
        var ephemeral = header.RootElement.GetProperty("epk").Deserialize<EcJwk>()!;
        using var cipher = new AesGcm(DeriveKey(new FileDecryptionKey(key).Agree(ephemeral)), 16);
        var plain = new byte[parts[3].Length];
        cipher.Decrypt(parts[2], parts[3], parts[4], plain, Encoding.ASCII.GetBytes(text[..text.IndexOf('.')]));
        return plain;
    }

    public static string Part(string json) => Base64Url.Encode(Encoding.UTF8.GetBytes(json));

    // Concat KDF, one round of SHA-256 (RFC 7518 section 4.6.2), without party information.
    private static byte[] DeriveKey(ReadOnlySpan<byte> secret)
    {
        const string encryption = "A256GCM";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[4];
        void Append(Span<byte> buffer, int value)
        {
            BinaryPrimitives.WriteInt32BigEndian(buffer, value);
            hash.AppendData(buffer);
        }
        Append(number, 1);
        hash.AppendData(secret);
        Append(number, encryption.Length);
        hash.AppendData(Encoding.ASCII.GetBytes(encryption));
        Append(number, 0);
        Append(number, 0);
        Append(number, 256);
        return hash.GetHashAndReset();
    }
}
