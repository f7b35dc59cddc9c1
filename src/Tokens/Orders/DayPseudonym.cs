using System.Text.Json.Serialization;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Orders;

/// <summary>One pseudonym of one Korean day: <c>{"day":"2020-06-12","p":base64url}</c>.</summary>
public readonly record struct DayPseudonym(
    [property: JsonPropertyName("day"), JsonConverter(typeof(KoreanDayJson)), JsonRequired] KoreanDay Day,
    [property: JsonPropertyName("p"), JsonConverter(typeof(PseudonymJson)), JsonRequired] Pseudonym Pseudonym
);

/// <summary>The pseudonyms of one Korean day: <c>{"day":"2020-06-12","p":[base64url…]}</c>.</summary>
public sealed record DayPseudonyms(
    [property: JsonPropertyName("day"), JsonConverter(typeof(KoreanDayJson))] KoreanDay Day,
    [property: JsonPropertyName("p"), JsonConverter(typeof(PseudonymsJson))] IReadOnlyList<Pseudonym> Pseudonyms
);
