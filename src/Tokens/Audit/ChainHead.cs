using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Audit;

/// <summary>The end of a hash chain; it commits to every entry before it.</summary>
/// <param name="Count">Entries so far.</param>
/// <param name="Hash">Hash of the last entry, base64url of 32 bytes; zeros when there is none.</param>
public readonly record struct ChainHead(long Count, string Hash)
{
    /// <summary>The head of an empty chain.</summary>
    public static readonly ChainHead Empty = new(0, Base64Url.Encode(new byte[32]));

    /// <summary>The head after a record.</summary>
    public static ChainHead After(AuditRecord record) => new(record.Number, record.Hash);
}

/// <summary>
/// A chain head signed by the party that keeps the chain and sent to the other parties with each disclosure (<c>head</c> in
/// <c>trace-order.md</c>): JWS, ES256, <c>typ: kipass-head+jwt</c>, claims <c>{"iss","iat","n","h"}</c>. A party that stores such heads can prove
/// that a chain was rewritten.
/// </summary>
public static class SignedHead
{
    /// <summary>The JWS's <c>typ</c>.</summary>
    public const string Type = "kipass-head+jwt";

    /// <summary>Maximum length of a head, in characters: it must fit into a fact of another chain.</summary>
    public const int MostCharacters = AuditChain.MostCharacters;

    /// <summary>Signs a head; the side names the party whose chain it is: <c>register</c>, <c>authority</c>, or <c>issuer:</c> and its number.</summary>
    public static string Sign(ChainHead head, string side, DateTimeOffset now, ISigningKey key) =>
        Jws.Sign(new Claims(side, now.ToUnixTimeSeconds(), head.Count, head.Hash), Type, key);

    /// <summary>The head if the pinned key of that side signed it; null otherwise.</summary>
    public static ChainHead? Verify(string? jws, string side, EcJwk pinned) =>
        Jws.Verify<Claims>(jws, Type, pinned, MostCharacters, out var claims) == JwsVerdict.Verified
        && claims!.Side == side
        && claims.Count >= 0
        && Base64Url.TryDecode(claims.Hash, out var hash)
        && hash.Length == 32
            ? new ChainHead(claims.Count, claims.Hash)
            : null;

    /// <summary>The side that a head names, without checking the signature; null if the text is not a head.</summary>
    public static string? SideOf(string? jws) =>
        CompactText.Read(jws, 3, MostCharacters) is { } parts
        && JoseProfile.Members(parts.Part(0))?.GetValueOrDefault("typ") == $"\"{Type}\""
        && JoseJson.Parse<Claims>(parts.Part(1)) is { Side.Length: > 0 } claims
            ? claims.Side
            : null;

    /// <summary>The head without checking the signature, for a page that shows stored heads; null if the text is not a head.</summary>
    public static ChainHead? Peek(string? jws) =>
        SideOf(jws) is not null && JoseJson.Parse<Claims>(CompactText.Read(jws, 3, MostCharacters)!.Value.Part(1)) is { } claims
            ? new ChainHead(claims.Count, claims.Hash)
            : null;

    private sealed record Claims(
        [property: JsonPropertyName("iss")] string Side,
        [property: JsonPropertyName("iat")] long IssuedAt,
        [property: JsonPropertyName("n")] long Count,
        [property: JsonPropertyName("h")] string Hash
    );
}
