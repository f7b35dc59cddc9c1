using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Portal.Officials.Keys;

/// <summary>
/// The authority's private keys, wherever they live. Files with owner-only rights (<see cref="FileAuthorityKeys"/>) are the reference; a
/// hardware security module takes its place here: it signs (ES256) and agrees (ECDH on P-256) and never gives a key out. What it must offer is
/// <see cref="ISigningKey"/> and <see cref="IDecryptionKey"/> for each key, making a fresh encryption key, and destroying one.
/// </summary>
internal interface IAuthorityKeys
{
    /// <summary>Signs orders and chain heads; pinned by register and issuers.</summary>
    /// <exception cref="DomainFolderException">The key is missing or damaged.</exception>
    ISigningKey Signing();

    /// <summary>The encryption key of the week: others seal to it once they have pinned it.</summary>
    /// <exception cref="DomainFolderException">The key is missing or damaged.</exception>
    IDecryptionKey Current();

    /// <summary>Retired keys that are kept because something may still be sealed to them, newest first.</summary>
    /// <exception cref="DomainFolderException">A key is damaged.</exception>
    IReadOnlyList<IDecryptionKey> Retired();

    /// <summary>Makes a fresh key current and retires the one before.</summary>
    /// <returns>The fresh key.</returns>
    EcJwk Rotate();

    /// <summary>Destroys a retired key's private part; nothing sealed to it is ever opened again. Nothing when it is gone already.</summary>
    void Destroy(string thumbprint);
}

/// <summary>Opens what others sealed to the authority, with whichever of its keys fits.</summary>
internal static class AuthorityKeyExtensions
{
    /// <summary>What the first fitting key opens; null when none does.</summary>
    public static T? Open<T>(this IAuthorityKeys keys, Func<IDecryptionKey, T?> open)
        where T : class => keys.Retired().Prepend(keys.Current()).Select(open).FirstOrDefault(opened => opened is not null);

    /// <summary>The thumbprint of the key that fits; null when none does.</summary>
    public static string? Fitting(this IAuthorityKeys keys, Func<IDecryptionKey, bool> fits) =>
        keys.Retired().Prepend(keys.Current()).FirstOrDefault(fits)?.PublicKey.Thumbprint;
}
