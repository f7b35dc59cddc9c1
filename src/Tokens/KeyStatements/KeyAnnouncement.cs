using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.KeyStatements;

/// <summary>Keeps the chain of a domain in its folder (<c>keys/statements.json</c>).</summary>
public static class KeyAnnouncement
{
    /// <summary>Adds a statement if the newest one does not announce the keys in force. Can be repeated safely.</summary>
    /// <exception cref="DomainFolderException">The file of statements is damaged.</exception>
    public static void Announce(DomainFolder folder, ISigningKey signing, EcJwk encryption, KoreanDay today)
    {
        var statements = folder.KeyStatements();
        var announced = KeyChain.Add(statements, new KeyStatement(today, signing.PublicKey, encryption.Public()), signing);
        if (!ReferenceEquals(announced, statements))
        {
            folder.WriteKeyStatements(announced);
        }
    }

    /// <summary>
    /// Replaces the signing key of a domain by a new one, which the old one announces, and destroys the old one. After an interruption, the
    /// next call continues with the same new key.
    /// </summary>
    /// <exception cref="DomainFolderException">
    /// A key or the file of statements is missing or damaged, or readers of the chain would not follow the new key. The old key is in force.
    /// </exception>
    public static void RotateSigningKey(DomainFolder folder, KoreanDay today)
    {
        var (before, encryption) = (new FileSigningKey(folder.SigningKey()), folder.EncryptionKey());
        Announce(folder, before, encryption, today);
        var (statements, next) = (folder.KeyStatements(), new FileSigningKey(folder.NextSigningKey()));
        var announced = KeyChain.Add(statements, new KeyStatement(today, next.PublicKey, encryption.Public()), before);
        // The first statement of the new key itself follows.
        var isFollowed =
            announced.Count < KeyChain.MostStatements
            && new[] { KeyChain.Oldest(announced), before.PublicKey }.All(known =>
                KeyChain.Follow(known, announced)?.SigningKey == next.PublicKey
            );
        if (!isFollowed)
        {
            throw new DomainFolderException(
                $"{folder.Path}: readers would not follow a new signing key from its key statements, of which {statements.Count} exist. Check the clock; if it is right, make new keys and have the others pin them with --replace."
            );
        }
        folder.WriteKeyStatements(announced);
        folder.UseNextSigningKey();
        Announce(folder, next, encryption, today);
    }

    /// <summary>The authority's public keys for the other domains to pin, with the statements that announce them.</summary>
    /// <exception cref="DomainFolderException">A key is missing or damaged.</exception>
    public static TrustedAuthority PublicKeys(DomainFolder authority)
    {
        var (signing, encryption) = (authority.SigningKey().Public(), authority.EncryptionKey().Public());
        var statements = authority.KeyStatements();
        return new TrustedAuthority(signing, encryption, KeyChain.Announces(statements, signing, encryption) ? statements : null);
    }
}
