using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Orders;

/// <summary>
/// The register's findings for an order: where the case was, and which tickets were present at the same time. Signed by the register and sealed
/// to the authority; only the authority can join them with the issuers' <see cref="IdentitiesAnswer"/>s.
/// </summary>
public sealed record TraceFindings(
    [property: JsonPropertyName("order")] Guid Order,
    [property: JsonPropertyName("facilities")] IReadOnlyList<FoundFacility> Facilities,
    [property: JsonPropertyName("case")] IReadOnlyList<FoundStay> Case,
    [property: JsonPropertyName("contacts")] IReadOnlyList<FoundContact> Contacts,
    [property: JsonPropertyName("paper")] IReadOnlyList<FoundPaperEntry> Paper,
    [property: JsonPropertyName("facilitiesElsewhere")] int FacilitiesElsewhere,
    [property: JsonPropertyName("onward")] FoundOnward? Onward = null,
    [property: JsonPropertyName("cut")] IReadOnlyList<FoundCut>? Cut = null
)
{
    /// <summary>The inner JWS's <c>typ</c>.</summary>
    public const string Type = "kipass-findings+jwt";

    /// <summary>Signs with the register's key and seals to the authority's.</summary>
    public string Seal(ISigningKey register, EcJwk authority) => SealedAnswer.Seal(this, Type, register, authority);

    /// <summary>Opens the findings; null unless this register signed them for this order.</summary>
    public static TraceFindings? Open(string? jwe, IDecryptionKey authority, EcJwk register, Guid order) =>
        SealedAnswer.Open<TraceFindings>(jwe, Type, authority, register) is { } findings
        && findings.Order == order
        && findings.IsWellFormed()
            ? findings
            : null;

    /// <summary>
    /// Whether this register signed findings for this order, even if this version cannot read them. Distinguishes a result of another version
    /// from a forged one.
    /// </summary>
    public static bool IsOfRegister(string? jwe, IDecryptionKey authority, EcJwk register, Guid order) =>
        SealedAnswer.Open<JsonObject>(jwe, Type, authority, register)?["order"] is JsonValue id
        && id.TryGetValue<Guid>(out var signed)
        && signed == order;

    private bool IsWellFormed() =>
        !Facilities.Contains(null!)
        && !Case.Contains(null!)
        && Contacts.All(contact => contact is not null && !contact.Exposures.Contains(null!) && contact.Next?.Contains(null!) != true)
        && Paper.All(entry => entry is not null && !entry.Exposures.Contains(null!))
        && Onward?.Facilities.Contains(null!) != true
        && Cut?.Contains(null!) != true;
}

/// <summary>
/// A facility with more contacts than the order's limit allows, and how many contacts with a pass and paper entries are left out: the result is
/// partial, and says so.
/// </summary>
public sealed record FoundCut(
    [property: JsonPropertyName("facility")] Guid Facility,
    [property: JsonPropertyName("contacts")] int Contacts,
    [property: JsonPropertyName("paper")] int Paper
);

/// <summary>A facility of a trace, with the address and phone number that officials need.</summary>
public sealed record FoundFacility(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("district")] string District,
    [property: JsonPropertyName("address")] string Address,
    [property: JsonPropertyName("phone")] string Phone
);

/// <summary>How an exit was inferred, since visitors do not scan when they leave.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InferredExit>))]
public enum InferredExit
{
    /// <summary>By the dwell time of the facility type, or of the order.</summary>
    [JsonStringEnumMemberName("dwell-time")]
    DwellTime,

    /// <summary>By the same visitor's entry at another facility.</summary>
    [JsonStringEnumMemberName("next-visit")]
    NextVisit,
}

/// <summary>A stay: entry known, exit inferred. <c>receivedAt</c> is when the register received the entry, present only if it was reported late.</summary>
public sealed record FoundStay(
    [property: JsonPropertyName("facility")] Guid Facility,
    [property: JsonPropertyName("enteredAt"), JsonConverter(typeof(UtcTimeJson))] DateTimeOffset EnteredAt,
    [property: JsonPropertyName("leftAt"), JsonConverter(typeof(UtcTimeJson))] DateTimeOffset LeftAt,
    [property: JsonPropertyName("exit")] InferredExit Exit,
    [property: JsonPropertyName("zone")] string? Zone = null,
    [property: JsonPropertyName("receivedAt"), JsonConverter(typeof(UtcTimeJson))] DateTimeOffset? ReceivedAt = null
);

/// <summary>A ticket that was present together with the case, and whether long enough to be a close contact (밀접접촉자).</summary>
public sealed record FoundContact(
    [property: JsonPropertyName("issuer")] ushort Issuer,
    [property: JsonPropertyName("day"), JsonConverter(typeof(KoreanDayJson))] KoreanDay Day,
    [property: JsonPropertyName("t"), JsonConverter(typeof(TicketJson))] Ticket Ticket,
    [property: JsonPropertyName("close")] bool Close,
    [property: JsonPropertyName("exposures")] IReadOnlyList<FoundExposure> Exposures,
    [property: JsonPropertyName("next")] IReadOnlyList<FoundStay>? Next = null
);

/// <summary>
/// Summary of where contacts went next (forward view), present only if the order asks for it. The stays themselves are in each contact
/// (<see cref="FoundContact.Next"/>), by time, on the same Korean day, in the order's district.
/// </summary>
/// <param name="Facilities">The facilities where contacts went next.</param>
/// <param name="Elsewhere">Number of stays outside the order's district, which are omitted.</param>
/// <param name="LeftOut">Number of stays omitted because of the limits of one trace, or because the facility is no longer registered.</param>
public sealed record FoundOnward(
    [property: JsonPropertyName("facilities")] IReadOnlyList<FoundFacility> Facilities,
    [property: JsonPropertyName("elsewhere")] int Elsewhere,
    [property: JsonPropertyName("leftOut")] int LeftOut
);

/// <summary>A contact's stay, the start of its overlap with the case, and the overlap in whole minutes.</summary>
public sealed record FoundExposure(
    [property: JsonPropertyName("stay")] FoundStay Stay,
    [property: JsonPropertyName("from"), JsonConverter(typeof(UtcTimeJson))] DateTimeOffset From,
    [property: JsonPropertyName("minutes")] int Minutes
);

/// <summary>
/// A paper entry from the same time; only the authority can read it. With the entry time of the register's row and the device's public signing
/// key as the register stores it; null from a register of an earlier version, and for a device without a key.
/// </summary>
public sealed record FoundPaperEntry(
    [property: JsonPropertyName("facility")] Guid Facility,
    [property: JsonPropertyName("device")] Guid Device,
    [property: JsonPropertyName("scanId")] Guid ScanId,
    [property: JsonPropertyName("sealed")] string Sealed,
    [property: JsonPropertyName("close")] bool Close,
    [property: JsonPropertyName("exposures")] IReadOnlyList<FoundExposure> Exposures,
    [property: JsonPropertyName("enteredAt"), JsonConverter(typeof(UtcTimeJson))] DateTimeOffset? EnteredAt = null,
    [property: JsonPropertyName("deviceKey")] EcJwk? DeviceKey = null
);
