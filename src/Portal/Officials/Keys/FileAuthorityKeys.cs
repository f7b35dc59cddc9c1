using KiPass.Portal.Shared.Settings;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;

namespace KiPass.Portal.Officials.Keys;

/// <summary>
/// Stores the authority's keys as files in its folder: <c>keys/signing.json</c>, <c>keys/encryption.json</c>, <c>keys/retired/*.json</c>,
/// <c>keys/statements.json</c>.
/// </summary>
internal sealed class FileAuthorityKeys(PortalSettings settings) : IAuthorityKeys
{
    private readonly DomainFolder domain = new(settings.Data);

    public ISigningKey Signing() => new FileSigningKey(domain.SigningKey());

    public IDecryptionKey Current() => new FileDecryptionKey(domain.EncryptionKey());

    public IReadOnlyList<IDecryptionKey> Retired() => [.. domain.RetiredEncryptionKeys().Select(key => new FileDecryptionKey(key))];

    public EcJwk Rotate() => domain.RotateEncryptionKey().Public();

    public void Announce(KoreanDay today) => KeyAnnouncement.Announce(domain, Signing(), domain.EncryptionKey(), today);

    public void Destroy(string thumbprint) => domain.DestroyEncryptionKey(thumbprint);
}
