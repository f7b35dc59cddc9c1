using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Orders;

/// <summary>
/// What the register found under an order: where the case was and which pseudonyms were there too. Signed by the register, sealed to the
/// authority, which alone can join it with the issuers' <see cref="IdentitiesAnswer"/>s.
/// </summary>
public sealed record TraceFindings(
    [property: JsonPropertyName("order")] Guid Order,
    [property: JsonPropertyName("facilities")] IReadOnlyList<FoundFacility> Facilities,
    [property: JsonPropertyName("case")] IReadOnlyList<FoundStay> Case,
    [property: JsonPropertyName("contacts")] IReadOnlyList<FoundContact> Contacts,
    [property: JsonPropertyName("paper")] IReadOnlyList<FoundPaperEntry> Paper,
    [property: JsonPropertyName("facilitiesElsewhere")] int FacilitiesElsewhere,
    [property: JsonPropertyName("onward")] FoundOnward? Onward = null
)
{
    /// <summary>The inner JWS's <c>typ</c>.</summary>
    public const string Type = "kipass-findings+jwt";

    /// <summary>Signs with the register's key and seals to the authority's.</summary>
    public string Seal(ISigningKey register, EcJwk authority) => SealedAnswer.Seal(this, Type, register, authority);

    /// <summary>Opens findings; null unless this register signed them for this order.</summary>
    public static TraceFindings? Open(string? jwe, IDecryptionKey authority, EcJwk register, Guid order) =>
        SealedAnswer.Open<TraceFindings>(jwe, Type, authority, register) is { } findings && findings.Order == order ? findings : null;
}

/// <summary>A facility of a trace, as officials need it: to go there and to call.</summary>
public sealed record FoundFacility(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("district")] string District,
    [property: JsonPropertyName("address")] string Address,
    [property: JsonPropertyName("phone")] string Phone
);

/// <summary>How an exit was inferred: nobody scans on leaving.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InferredExit>))]
public enum InferredExit
{
    /// <summary>The usual dwell time of the facility's type, or the order's, had passed.</summary>
    [JsonStringEnumMemberName("dwell-time")]
    DwellTime,

    /// <summary>The same visitor entered elsewhere.</summary>
    [JsonStringEnumMemberName("next-visit")]
    NextVisit,
}

/// <summary>A stay: entry known, exit inferred.</summary>
public sealed record FoundStay(
    [property: JsonPropertyName("facility")] Guid Facility,
    [property: JsonPropertyName("enteredAt"), JsonConverter(typeof(UtcTimeJson))] DateTimeOffset EnteredAt,
    [property: JsonPropertyName("leftAt"), JsonConverter(typeof(UtcTimeJson))] DateTimeOffset LeftAt,
    [property: JsonPropertyName("exit")] InferredExit Exit,
    [property: JsonPropertyName("zone")] string? Zone = null
);

/// <summary>One pseudonym that was there with the case, and whether long enough to be a close contact (밀접접촉자).</summary>
public sealed record FoundContact(
    [property: JsonPropertyName("issuer")] ushort Issuer,
    [property: JsonPropertyName("day"), JsonConverter(typeof(KoreanDayJson))] KoreanDay Day,
    [property: JsonPropertyName("p"), JsonConverter(typeof(PseudonymJson))] Pseudonym Pseudonym,
    [property: JsonPropertyName("close")] bool Close,
    [property: JsonPropertyName("exposures")] IReadOnlyList<FoundExposure> Exposures,
    [property: JsonPropertyName("next")] IReadOnlyList<FoundStay>? Next = null
);

/// <summary>
/// What stands around the contacts' next stays (forward view): only when the order asks for it. The stays are with each contact
/// (<see cref="FoundContact.Next"/>), by time, of the same Korean day, in the order's district.
/// </summary>
/// <param name="Facilities">Where contacts went next.</param>
/// <param name="Elsewhere">Stays outside the order's district: counted and left out.</param>
/// <param name="LeftOut">Stays beyond the limits of one trace, or at facilities that are not known any more.</param>
public sealed record FoundOnward(
    [property: JsonPropertyName("facilities")] IReadOnlyList<FoundFacility> Facilities,
    [property: JsonPropertyName("elsewhere")] int Elsewhere,
    [property: JsonPropertyName("leftOut")] int LeftOut
);

/// <summary>A contact's stay, from when it overlapped with the case and for how many whole minutes.</summary>
public sealed record FoundExposure(
    [property: JsonPropertyName("stay")] FoundStay Stay,
    [property: JsonPropertyName("from"), JsonConverter(typeof(UtcTimeJson))] DateTimeOffset From,
    [property: JsonPropertyName("minutes")] int Minutes
);

/// <summary>Somebody written down on paper at the same time: who, only the authority can read.</summary>
public sealed record FoundPaperEntry(
    [property: JsonPropertyName("facility")] Guid Facility,
    [property: JsonPropertyName("device")] Guid Device,
    [property: JsonPropertyName("scanId")] Guid ScanId,
    [property: JsonPropertyName("sealed")] string Sealed,
    [property: JsonPropertyName("close")] bool Close,
    [property: JsonPropertyName("exposures")] IReadOnlyList<FoundExposure> Exposures
);
