using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Orders;

/// <summary>The body of an issuer's <c>200</c>: <c>{"head": JWS, "sealed": JWE}</c>.</summary>
/// <param name="Head">The issuer's signed chain head (<see cref="Audit.SignedHead"/>, side <c>issuer:</c> and its number).</param>
/// <param name="Sealed">A <see cref="SubjectsAnswer"/> sealed to the register, or an <see cref="IdentitiesAnswer"/> sealed to the authority.</param>
public sealed record DisclosureAnswer(
    [property: JsonPropertyName("head")] string Head,
    [property: JsonPropertyName("sealed")] string Sealed
);

/// <summary>The index person's pseudonyms by day, signed by the issuer and sealed to the register; empty for an unknown person.</summary>
public sealed record SubjectsAnswer(
    [property: JsonPropertyName("order")] Guid Order,
    [property: JsonPropertyName("pseudonyms")] IReadOnlyList<DayPseudonym> Pseudonyms
)
{
    /// <summary>The inner JWS's <c>typ</c>.</summary>
    public const string Type = "kipass-subjects+jwt";

    /// <summary>Signs with the issuer's key and seals to the register's.</summary>
    public string Seal(ISigningKey issuer, EcJwk register) => SealedAnswer.Seal(this, Type, issuer, register);

    /// <summary>Opens an answer; null unless this issuer signed it for this order.</summary>
    public static SubjectsAnswer? Open(string? jwe, IDecryptionKey register, EcJwk issuer, Guid order) =>
        SealedAnswer.Open<SubjectsAnswer>(jwe, Type, register, issuer) is { } answer && answer.Order == order ? answer : null;
}

/// <summary>The people behind pseudonyms, signed by the issuer and sealed to the authority; the register forwards it without being able to read it.</summary>
public sealed record IdentitiesAnswer(
    [property: JsonPropertyName("order")] Guid Order,
    [property: JsonPropertyName("people")] IReadOnlyList<DisclosedPerson> People,
    [property: JsonPropertyName("unresolved")] IReadOnlyList<DayPseudonym> Unresolved
)
{
    /// <summary>The inner JWS's <c>typ</c>.</summary>
    public const string Type = "kipass-identities+jwt";

    /// <summary>Signs with the issuer's key and seals to the authority's.</summary>
    public string Seal(ISigningKey issuer, EcJwk authority) => SealedAnswer.Seal(this, Type, issuer, authority);

    /// <summary>Opens an answer; null unless this issuer signed it for this order.</summary>
    public static IdentitiesAnswer? Open(string? jwe, IDecryptionKey authority, EcJwk issuer, Guid order) =>
        SealedAnswer.Open<IdentitiesAnswer>(jwe, Type, authority, issuer) is { } answer
        && answer.Order == order
        && !answer.People.Contains(null!)
            ? answer
            : null;
}

/// <summary>One person behind one pseudonym.</summary>
public sealed record DisclosedPerson(
    [property: JsonPropertyName("day"), JsonConverter(typeof(KoreanDayJson))] KoreanDay Day,
    [property: JsonPropertyName("p"), JsonConverter(typeof(PseudonymJson))] Passes.Pseudonym Pseudonym,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("phone")] string Phone,
    [property: JsonPropertyName("birthYear")] int BirthYear,
    [property: JsonPropertyName("guardianPhone")] string? GuardianPhone = null
)
{
    /// <summary>Redacted, so that a person cannot reach a log.</summary>
    public override string ToString() => nameof(DisclosedPerson);
}

/// <summary>A JWS inside a JWE: only the recipient can read it, and only the issuer can have written it.</summary>
internal static class SealedAnswer
{
    private const int MostCharacters = 32 * 1024 * 1024;

    public static string Seal<T>(T claims, string type, ISigningKey issuer, EcJwk recipient) =>
        Jwe.Seal(System.Text.Encoding.ASCII.GetBytes(Jws.Sign(claims, type, issuer)), recipient);

    // trace-order.md names no type for answers: an issuer of another company may omit it, but must not name a different one.
    public static T? Open<T>(string? jwe, string type, IDecryptionKey recipient, EcJwk issuer)
        where T : class =>
        Jwe.Open(jwe, recipient, MostCharacters) is { } jws
        && Jws.Verify<T>(System.Text.Encoding.UTF8.GetString(jws), type, issuer, MostCharacters, out var claims, typeIsOptional: true)
            == JwsVerdict.Verified
            ? claims
            : null;
}
