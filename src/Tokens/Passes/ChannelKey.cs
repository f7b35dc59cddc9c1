using System.Security.Cryptography;
using System.Text;

namespace KiPass.Tokens.Passes;

/// <summary>The AES-256-GCM key that one issuer and the register share for one Korean day. Safe for concurrent use.</summary>
public sealed class ChannelKey : IDisposable
{
    private static readonly byte[] InfoPrefix = Encoding.ASCII.GetBytes("kipass/v1/pass");

    private readonly ThreadLocal<AesGcm> ciphers;

    internal ChannelKey(byte[] key) => ciphers = new ThreadLocal<AesGcm>(() => new AesGcm(key, PassLayout.TagSize), trackAllValues: true);

    /// <summary>Derives the 32 bytes: HKDF-SHA-256 (RFC 5869) of the raw ECDH secret, empty salt, info <c>kipass/v1/pass</c> and <c>kid</c>.</summary>
    internal static byte[] Derive(ReadOnlySpan<byte> sharedSecret, PassKeyId keyId)
    {
        Span<byte> info = stackalloc byte[InfoPrefix.Length + PassKeyId.Size];
        InfoPrefix.CopyTo(info);
        keyId.Write(info[InfoPrefix.Length..]);
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, sharedSecret, key, salt: [], info);
        return key;
    }

    internal void Encrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> claims,
        Span<byte> ciphertext,
        Span<byte> tag,
        ReadOnlySpan<byte> additionalData
    ) => ciphers.Value!.Encrypt(nonce, claims, ciphertext, tag, additionalData);

    internal bool TryDecrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> tag,
        Span<byte> claims,
        ReadOnlySpan<byte> additionalData
    )
    {
        try
        {
            ciphers.Value!.Decrypt(nonce, ciphertext, tag, claims, additionalData);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var cipher in ciphers.Values)
        {
            cipher.Dispose();
        }
        ciphers.Dispose();
    }
}
