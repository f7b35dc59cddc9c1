using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Portal.Shared.Register;

/// <summary>The portal's signing key, which signs every call. The register pins its public key.</summary>
/// <param name="Current">Returns the key; throws <see cref="DomainFolderException"/> if it is missing or damaged.</param>
public sealed record CallKey(Func<ISigningKey> Current)
{
    /// <summary>The key in a domain's folder.</summary>
    public static CallKey Of(DomainFolder domain) => new(() => new FileSigningKey(domain.SigningKey()));
}
