using System.Security.Cryptography;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Jose;

/// <summary>A private encryption key (ECDH-ES), in a file (<see cref="FileDecryptionKey"/>) or in a hardware security module.</summary>
public interface IDecryptionKey
{
    /// <summary>The public key, which the other domains pin.</summary>
    EcJwk PublicKey { get; }

    /// <summary>The raw ECDH secret (x coordinate, 32 bytes) with a sender's ephemeral key, already checked to lie on the curve. Safe for concurrent use.</summary>
    byte[] Agree(EcJwk ephemeral);
}

/// <summary>A decryption key held in memory, from a domain's <c>keys/encryption.json</c>.</summary>
public sealed class FileDecryptionKey(EcJwk key) : IDecryptionKey
{
    private readonly ECParameters parameters = key.IsPrivate
        ? key.ToParameters()
        : throw new ArgumentException("A private key is needed.", nameof(key));

    /// <inheritdoc/>
    public EcJwk PublicKey { get; } = key.Public();

    /// <inheritdoc/>
    public byte[] Agree(EcJwk ephemeral)
    {
        using var own = ECDiffieHellman.Create(parameters);
        using var peer = ECDiffieHellman.Create(ephemeral.Public().ToParameters());
        return own.DeriveRawSecretAgreement(peer.PublicKey);
    }
}
