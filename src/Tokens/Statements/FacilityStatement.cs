using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Tokens.Statements;

/// <summary>
/// What the register states about a facility's entries, for an inspector (이용 확인서): numbers by day and hour, and no person. JWS, ES256 by the
/// register's signing key, <c>typ: kipass-statement+jwt</c>. It is printed as a QR code.
/// </summary>
/// <param name="Id">Different in each statement.</param>
/// <param name="IssuedAt">When the register counted.</param>
/// <param name="Name">Trade name.</param>
/// <param name="BusinessNumber">As it was registered: NNN-NN-NNNNN.</param>
/// <param name="Days">One to seven successive Korean days, oldest first.</param>
public sealed record FacilityStatement(
    [property: JsonPropertyName("jti"), JsonRequired] Guid Id,
    [property: JsonPropertyName("iat"), JsonConverter(typeof(UnixSecondsJson)), JsonRequired] DateTimeOffset IssuedAt,
    [property: JsonPropertyName("name"), JsonRequired] string Name,
    [property: JsonPropertyName("number"), JsonRequired] string BusinessNumber,
    [property: JsonPropertyName("days"), JsonRequired] IReadOnlyList<StatementDay> Days
)
{
    /// <summary>The JWS's <c>typ</c>.</summary>
    public const string Type = "kipass-statement+jwt";

    /// <summary>Most days in a statement: a code of seven days can still be read from paper.</summary>
    public const int MostDays = 7;

    /// <summary>Maximum length of a statement, in characters.</summary>
    public const int MostCharacters = 4096;

    private const string Register = "register";

    [JsonInclude, JsonRequired, JsonPropertyName("iss")]
    internal string Side { get; init; } = Register;

    /// <summary>Signs the statement.</summary>
    /// <exception cref="InvalidOperationException">The statement would not verify.</exception>
    public string Sign(ISigningKey register) =>
        IsWellFormed() ? Jws.Sign(this, Type, register) : throw new InvalidOperationException("A statement has one to seven days.");

    /// <summary>Verifies a statement; null if the register did not sign it. No text makes it throw.</summary>
    /// <param name="text">The JWS; white space around it and line breaks in it are ignored, because it may be pasted.</param>
    /// <param name="register">The register's pinned signing key.</param>
    public static FacilityStatement? Verify(string? text, EcJwk register) =>
        Jws.Verify<FacilityStatement>(Unfolded(text), Type, register, MostCharacters, out var statement) == JwsVerdict.Verified
        && statement!.IsWellFormed()
            ? statement
            : null;

    /// <summary>Reads a statement without verifying it, for the facility that has just received it from the register; null if it is none.</summary>
    public static FacilityStatement? Read(string text) =>
        Jws.PeekPayload(text, MostCharacters) is { } payload
        && JoseJson.Parse<FacilityStatement>(payload) is { } statement
        && statement.IsWellFormed()
            ? statement
            : null;

    private static string? Unfolded(string? text) =>
        text is { Length: <= 2 * MostCharacters } ? string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))) : null;

    private bool IsWellFormed() =>
        Side == Register
        && Days is { Count: >= 1 and <= MostDays }
        && Days.All(day => day is { Entries.Count: StatementDay.Hours } && day.Entries.All(entries => entries >= 0))
        && Days.Index().All(day => day.Item.Day == Days[0].Day + day.Index)
        && Days.All(day => day.Late is not null && day.Late.All(hour => hour is >= 0 and < StatementDay.Hours));
}

/// <summary>A Korean day of a <see cref="FacilityStatement"/>.</summary>
/// <param name="Day">The day.</param>
/// <param name="Entries">Number of entries in each of the 24 hours, from midnight.</param>
/// <param name="Late">Hours whose entries reached the register later than a scan at the door may: the scanner was without a connection.</param>
public sealed record StatementDay(
    [property: JsonPropertyName("day"), JsonConverter(typeof(KoreanDayJson)), JsonRequired] KoreanDay Day,
    [property: JsonPropertyName("entries"), JsonRequired] IReadOnlyList<int> Entries,
    [property: JsonPropertyName("late"), JsonRequired] IReadOnlyList<int> Late
)
{
    /// <summary>Hours of a day. Korea has no daylight saving time.</summary>
    public const int Hours = 24;
}
