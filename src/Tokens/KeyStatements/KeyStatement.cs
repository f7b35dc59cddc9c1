using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.KeyStatements;

/// <summary>
/// A domain's announcement of its keys: JWS, ES256, <c>typ: kipass-keys+jwt</c>, by the signing key that was in force before. So a reader that
/// knows one signing key of the domain can check each later key without trusting the party that delivers it (<c>trace-order.md</c>).
/// </summary>
public sealed record KeyStatement(
    [property: JsonPropertyName("fromDay"), JsonConverter(typeof(KoreanDayJson))] KoreanDay FromDay,
    [property: JsonPropertyName("signingKey")] EcJwk SigningKey,
    [property: JsonPropertyName("encryptionKey")] EcJwk EncryptionKey
)
{
    /// <summary>The JWS's <c>typ</c>.</summary>
    public const string Type = "kipass-keys+jwt";

    /// <summary>Maximum length of a statement, in characters.</summary>
    public const int MostCharacters = 2048;

    /// <summary>Signs the statement with the signing key that was in force before; the same as the announced one if it does not change.</summary>
    public string Sign(ISigningKey before) => Jws.Sign(Public(), Type, before);

    /// <summary>Reads a statement; null unless this key signed it, and it announces public keys. No text makes it throw.</summary>
    public static KeyStatement? Open(string? text, EcJwk before) =>
        Jws.Verify<KeyStatement>(text, Type, before, MostCharacters, out var statement) == JwsVerdict.Verified
        && !statement!.SigningKey.IsPrivate
        && !statement.EncryptionKey.IsPrivate
            ? statement
            : null;

    /// <summary>Reads a statement without checking who signed it; null when it is none.</summary>
    internal static KeyStatement? Peek(string? text) =>
        text is not null && Jws.PeekPayload(text, MostCharacters) is { } payload ? JoseJson.Parse<KeyStatement>(payload) : null;

    private KeyStatement Public() => this with { SigningKey = SigningKey.Public(), EncryptionKey = EncryptionKey.Public() };
}
