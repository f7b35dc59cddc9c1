using System.Security.Cryptography;

namespace KiPass.Tokens.Jose;

/// <summary>
/// ES256 for the library: signs through an <see cref="ISigningKey"/>, so that a private key may stay in a hardware security module, and verifies
/// with a public <see cref="ECDsa"/> key by the library's own code.
/// </summary>
internal sealed class SigningKeyAlgorithm : global::Jose.IJwsAlgorithm
{
    private readonly global::Jose.netstandard1_4.EcdsaUsingSha verification = new(256);

    /// <inheritdoc/>
    public byte[] Sign(byte[] securedInput, object key) => ((ISigningKey)key).Sign(securedInput);

    /// <inheritdoc/>
    public bool Verify(byte[] signature, byte[] securedInput, object key) => verification.Verify(signature, securedInput, (ECDsa)key);
}
