using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.KeyStatements;

/// <summary>
/// The statements of one domain, oldest first. Each is signed by the key that the one before announced, so a reader who knows any signing key
/// of the chain reaches its end. Pure.
/// </summary>
public static class KeyChain
{
    /// <summary>
    /// Maximum number of statements that a reader follows. The chain has one for each change of the signing key, the one before the first
    /// change, and the newest.
    /// </summary>
    public const int MostStatements = 64;

    /// <summary>
    /// The newest statement that follows from a known signing key; null when none does. Statements from before this key are skipped. A
    /// statement that goes back in time does not follow.
    /// </summary>
    public static KeyStatement? Follow(EcJwk known, IReadOnlyList<string> statements)
    {
        KeyStatement? newest = null;
        foreach (var text in statements.Take(MostStatements))
        {
            if (KeyStatement.Open(text, newest?.SigningKey ?? known) is { } next && (newest is null || next.FromDay >= newest.FromDay))
            {
                newest = next;
            }
        }
        return newest;
    }

    /// <summary>Whether the newest statement announces these keys. Does not check who signed it.</summary>
    public static bool Announces(IReadOnlyList<string> statements, EcJwk signing, EcJwk encryption) =>
        statements is [.., var last]
        && KeyStatement.Peek(last) is { } statement
        && statement.SigningKey == signing.Public()
        && statement.EncryptionKey == encryption.Public();

    /// <summary>Whether the known keys of a domain lead to other keys: the same signing key, or one that the chain reaches from it.</summary>
    public static bool Leads(EcJwk known, TrustedAuthority to) =>
        known == to.SigningKey || Follow(known, to.KeyStatements ?? []) is { } newest && newest.SigningKey == to.SigningKey;

    /// <summary>
    /// The key whose thumbprint people compare: the signing key if the chain announces the encryption key with it, so that the value stays the
    /// same from week to week; otherwise the encryption key itself.
    /// </summary>
    public static EcJwk CheckKey(TrustedAuthority authority) =>
        Follow(authority.SigningKey, authority.KeyStatements ?? []) is { } newest && newest.EncryptionKey == authority.EncryptionKey
            ? authority.SigningKey
            : authority.EncryptionKey;

    /// <summary>
    /// The chain with a statement that announces these keys. Statements that only announced an earlier encryption key are left out, because
    /// readers need only the newest. The one before the first change of the signing key stays: a reader who knows only the thumbprint of that
    /// key finds the key in it.
    /// </summary>
    /// <param name="statements">The chain so far; empty for the first statement.</param>
    /// <param name="statement">The keys, and the day from which they are in force.</param>
    /// <param name="before">The signing key that was in force before; the announced one if it does not change.</param>
    public static IReadOnlyList<string> Add(IReadOnlyList<string> statements, KeyStatement statement, ISigningKey before) =>
        Announces(statements, statement.SigningKey, statement.EncryptionKey)
        && KeyStatement.Open(statements[^1], before.PublicKey) is not null
            ? statements
            : Needed([.. statements, statement.Sign(before)]);

    /// <summary>The oldest signing key that a chain announces.</summary>
    internal static EcJwk Oldest(IReadOnlyList<string> statements) => KeyStatement.Peek(statements[0])!.SigningKey;

    /// <summary>
    /// The signing keys that a domain announced and that lead to its current one: its earlier keys, which signed what others have stored.
    /// </summary>
    public static IReadOnlyList<EcJwk> Earlier(IReadOnlyList<string> statements, EcJwk current) =>
        [
            .. statements
                .Select(text => KeyStatement.Peek(text)?.SigningKey)
                .OfType<EcJwk>()
                .Distinct()
                .Where(key => key != current && Follow(key, statements)?.SigningKey == current),
        ];

    private static List<string> Needed(List<string> statements)
    {
        var needed = new List<string>();
        for (var i = 0; i < statements.Count; i++)
        {
            var isLast = i == statements.Count - 1;
            if (isLast || ChangesSigningKey(statements[i]) || (ChangesSigningKey(statements[i + 1]) && IsNew(statements[i])))
            {
                needed.Add(statements[i]);
            }
        }
        return needed;

        bool IsNew(string text) => !needed.Exists(other => KeyStatement.Peek(other)?.SigningKey == KeyStatement.Peek(text)?.SigningKey);
    }

    private static bool ChangesSigningKey(string text) =>
        KeyStatement.Peek(text) is { } statement && KeyStatement.Open(text, statement.SigningKey) is null;
}
