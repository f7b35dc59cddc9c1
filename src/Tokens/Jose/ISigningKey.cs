using System.Security.Cryptography;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Jose;

/// <summary>A private signing key (ES256), in a file (<see cref="FileSigningKey"/>) or in a hardware security module.</summary>
public interface ISigningKey
{
    /// <summary>The public key, which the other domains pin.</summary>
    EcJwk PublicKey { get; }

    /// <summary>Signs with ECDSA on P-256 and SHA-256; 64 bytes, r then s (RFC 7518 section 3.4). Safe for concurrent use.</summary>
    byte[] Sign(ReadOnlySpan<byte> data);
}

/// <summary>A signing key held in memory, from a domain's <c>keys/signing.json</c>.</summary>
public sealed class FileSigningKey(EcJwk key) : ISigningKey
{
    private readonly ECParameters parameters = key.IsPrivate
        ? key.ToParameters()
        : throw new ArgumentException("A private key is needed.", nameof(key));

    /// <inheritdoc/>
    public EcJwk PublicKey { get; } = key.Public();

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        using var signer = ECDsa.Create(parameters);
        return signer.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
