using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Orders;

/// <summary>The person from whom a trace starts (지표환자), sealed to an issuer: <c>{"phone":"+8210…","name":…}</c>.</summary>
/// <param name="Phone">E.164, with <c>+</c>.</param>
/// <param name="Name">As registered with the issuer; 1 to 100 characters.</param>
public sealed record IndexPerson([property: JsonPropertyName("phone")] string Phone, [property: JsonPropertyName("name")] string Name)
{
    private const int MostCharacters = 4096;

    private bool IsWellFormed =>
        Phone is ['+', >= '1' and <= '9', ..]
        && Phone.Length is >= 8 and <= 16
        && Phone.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
        && !string.IsNullOrWhiteSpace(Name)
        && Name.Length <= 100;

    /// <summary>Seals to an issuer's encryption key: a JWE for <c>forIssuer</c>.</summary>
    /// <exception cref="InvalidOperationException">The phone is not E.164 or the name is empty or too long.</exception>
    public string Seal(EcJwk issuer) =>
        IsWellFormed
            ? Jwe.Seal(JsonSerializer.SerializeToUtf8Bytes(this, JoseJson.Options), issuer)
            : throw new InvalidOperationException("An index person needs a phone number in E.164 and a name.");

    /// <summary>Opens an issuer's part; null if it is not one, or is sealed to another key.</summary>
    public static IndexPerson? Open(string? jwe, IDecryptionKey issuer) =>
        Jwe.Open(jwe, issuer, MostCharacters) is { } plain && JoseJson.Parse<IndexPerson>(plain) is { IsWellFormed: true } person
            ? person
            : null;

    /// <summary>Redacted, so that a person cannot reach a log.</summary>
    public override string ToString() => nameof(IndexPerson);
}
