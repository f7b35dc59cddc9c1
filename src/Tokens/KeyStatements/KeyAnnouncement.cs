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

    /// <summary>The authority's public keys for the other domains to pin, with the statements that announce them.</summary>
    /// <exception cref="DomainFolderException">A key is missing or damaged.</exception>
    public static TrustedAuthority PublicKeys(DomainFolder authority)
    {
        var (signing, encryption) = (authority.SigningKey().Public(), authority.EncryptionKey().Public());
        var statements = authority.KeyStatements();
        return new TrustedAuthority(signing, encryption, KeyChain.Announces(statements, signing, encryption) ? statements : null);
    }
}
