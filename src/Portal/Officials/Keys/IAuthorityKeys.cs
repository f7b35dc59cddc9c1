using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Portal.Officials.Keys;

/// <summary>
/// The authority's private keys. The reference implementation stores them as files that only the owner can read (<see
/// cref="FileAuthorityKeys"/>). A hardware security module can replace it: it must sign (ES256), perform key agreement (ECDH on P-256), and
/// never export a private key. An implementation provides <see cref="ISigningKey"/> and <see cref="IDecryptionKey"/> for each key, and
/// creates and destroys encryption keys.
/// </summary>
internal interface IAuthorityKeys
{
    /// <summary>Signs orders and chain heads. The register and the issuers pin its public key.</summary>
    /// <exception cref="DomainFolderException">The key is missing or damaged.</exception>
    ISigningKey Signing();

    /// <summary>The encryption key of the current week. Other parties encrypt with it after they have pinned it.</summary>
    /// <exception cref="DomainFolderException">The key is missing or damaged.</exception>
    IDecryptionKey Current();

    /// <summary>Retired keys that may still be needed for decryption, newest first.</summary>
    /// <exception cref="DomainFolderException">A key is damaged.</exception>
    IReadOnlyList<IDecryptionKey> Retired();

    /// <summary>Creates a new current key and retires the previous one.</summary>
    /// <returns>The new key.</returns>
    EcJwk Rotate();

    /// <summary>Announces the current keys with a signed statement, unless the newest statement does. The operator hands it to the others.</summary>
    /// <exception cref="DomainFolderException">A key or the file of statements is missing or damaged.</exception>
    void Announce(KoreanDay today);

    /// <summary>
    /// Destroys the private part of a retired key, so that nothing encrypted with it can be decrypted again. Does nothing if it is already
    /// gone.
    /// </summary>
    void Destroy(string thumbprint);
}

/// <summary>Decrypts data for the authority with the matching key.</summary>
internal static class AuthorityKeyExtensions
{
    /// <summary>Returns the result of the first key that decrypts the data; null if none does.</summary>
    public static T? Open<T>(this IAuthorityKeys keys, Func<IDecryptionKey, T?> open)
        where T : class => keys.Retired().Prepend(keys.Current()).Select(open).FirstOrDefault(opened => opened is not null);

    /// <summary>Thumbprint of the key that decrypts the data; null if none does.</summary>
    public static string? Fitting(this IAuthorityKeys keys, Func<IDecryptionKey, bool> fits) =>
        keys.Retired().Prepend(keys.Current()).FirstOrDefault(fits)?.PublicKey.Thumbprint;
}
