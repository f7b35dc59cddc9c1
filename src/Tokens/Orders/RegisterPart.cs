using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Orders;

/// <summary>What a trace starts from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TraceKind>))]
public enum TraceKind
{
    /// <summary>An index person whom the issuers know.</summary>
    [JsonStringEnumMemberName("case")]
    Case,

    /// <summary>A facility and a window of time.</summary>
    [JsonStringEnumMemberName("facility-window")]
    FacilityWindow,
}

/// <summary>The part of an order that is sealed to the register: where and when to search, for which district, and how to compute exposure.</summary>
/// <param name="Kind">Case or facility window.</param>
/// <param name="DwellMinutes">Assumed duration of a visit in minutes, by facility type, where the order overrides the default; 1 to 1440.</param>
/// <param name="CloseMinutes">Minimum overlap of a close contact, in minutes; 1 to 1440.</param>
/// <param name="Facility">The facility of a facility window.</param>
/// <param name="From">Start of the window.</param>
/// <param name="To">End of the window (exclusive).</param>
/// <param name="District">If set, facilities of other districts are omitted.</param>
public sealed record RegisterPart(
    [property: JsonPropertyName("kind")] TraceKind Kind,
    [property: JsonPropertyName("dwellMinutes")] IReadOnlyDictionary<string, int> DwellMinutes,
    [property: JsonPropertyName("closeMinutes")] int CloseMinutes,
    [property: JsonPropertyName("facility")] Guid? Facility = null,
    [property: JsonPropertyName("from"), JsonConverter(typeof(UtcTimeJson))] DateTimeOffset? From = null,
    [property: JsonPropertyName("to"), JsonConverter(typeof(UtcTimeJson))] DateTimeOffset? To = null,
    [property: JsonPropertyName("district")] string? District = null
)
{
    private const int MostMinutes = 1440;
    private const int MostCharacters = 16 * 1024;

    /// <summary>Seals to the register's encryption key: the JWE for <c>forRegister</c>.</summary>
    /// <exception cref="InvalidOperationException">A minute count is out of range, or facility, from and to do not fit the kind.</exception>
    public string Seal(EcJwk register) =>
        IsWellFormed()
            ? Jwe.Seal(JsonSerializer.SerializeToUtf8Bytes(this, JoseJson.Options), register)
            : throw new InvalidOperationException("The register's part is not well formed.");

    /// <summary>Opens the register's part; null when it is not one, or sealed to another key.</summary>
    public static RegisterPart? Open(string? jwe, IDecryptionKey register) =>
        Jwe.Open(jwe, register, MostCharacters) is { } plain && JoseJson.Parse<RegisterPart>(plain) is { } part && part.IsWellFormed()
            ? part
            : null;

    /// <summary>Whether the part belongs in an order: a case names issuers, a facility window lies in the order's days and names none.</summary>
    public bool Fits(TraceOrder order) =>
        Kind == TraceKind.Case
            ? order.ForIssuer.Count > 0
            : order.ForIssuer.Count == 0 && From >= order.FromDay.Start && To <= order.ToDay.End;

    private bool IsWellFormed() =>
        CloseMinutes is >= 1 and <= MostMinutes
        && DwellMinutes.All(d => d.Key.Length is > 0 and <= 64 && d.Value is >= 1 and <= MostMinutes)
        && DwellMinutes.Count <= 100
        && District is not { Length: 0 or > 64 }
        && (
            Kind == TraceKind.Case
                ? Facility is null && From is null && To is null
                : Kind == TraceKind.FacilityWindow && Facility is not null && From < To
        );
}
