using System.Security.Cryptography;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Jose;

/// <summary>
/// An <see cref="IDecryptionKey"/> in the form that the library takes, so that a private key may stay in a hardware security module: the module
/// computes the raw ECDH secret, and the library's Concat KDF (RFC 7518 section 4.6.2) asks for its hash between two byte strings.
/// </summary>
internal sealed class DecryptionKeyAgreement(IDecryptionKey key) : ECDiffieHellman
{
    /// <summary>Not supported: the library does not need it to decrypt.</summary>
    public override ECDiffieHellmanPublicKey PublicKey => throw new NotSupportedException();

    /// <inheritdoc/>
    public override byte[] DeriveKeyFromHash(
        ECDiffieHellmanPublicKey otherPartyPublicKey,
        HashAlgorithmName hashAlgorithm,
        byte[]? secretPrepend,
        byte[]? secretAppend
    )
    {
        var secret = key.Agree(EcJwk.From(otherPartyPublicKey.ExportParameters()));
        using var hash = IncrementalHash.CreateHash(hashAlgorithm);
        hash.AppendData(secretPrepend ?? []);
        hash.AppendData(secret);
        hash.AppendData(secretAppend ?? []);
        CryptographicOperations.ZeroMemory(secret);
        return hash.GetHashAndReset();
    }
}
