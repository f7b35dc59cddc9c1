using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Orders;

/// <summary>
/// A trace order (역학조사 요청): the authority's signed and approved permission to join identity and visits (감염병예방법 제76조의2).
/// JWS, ES256, <c>typ: kipass-order+jwt</c>. Anyone may read it, but each sealed part can be opened by one party only (<c>trace-order.md</c>).
/// </summary>
/// <remarks>
/// With <c>forward</c> the order also asks where contacts went next on the same Korean day (docs/adr/0010). Only then issuers tell the
/// register which tickets belong to one person.
/// </remarks>
public sealed record TraceOrder(
    [property: JsonPropertyName("jti")] Guid Id,
    [property: JsonPropertyName("iat"), JsonConverter(typeof(UnixSecondsJson))] DateTimeOffset IssuedAt,
    [property: JsonPropertyName("exp"), JsonConverter(typeof(UnixSecondsJson))] DateTimeOffset ExpiresAt,
    [property: JsonPropertyName("case")] string Case,
    [property: JsonPropertyName("ground")] string Ground,
    [property: JsonPropertyName("requestedBy")] string RequestedBy,
    [property: JsonPropertyName("approvedBy")] string ApprovedBy,
    [property: JsonPropertyName("fromDay"), JsonConverter(typeof(KoreanDayJson))] KoreanDay FromDay,
    [property: JsonPropertyName("toDay"), JsonConverter(typeof(KoreanDayJson))] KoreanDay ToDay,
    [property: JsonPropertyName("maxContacts")] int MaxContacts,
    [property: JsonPropertyName("noticeAfterDays")] int NoticeAfterDays,
    [property: JsonPropertyName("forIssuer")] IReadOnlyDictionary<ushort, string> ForIssuer,
    [property: JsonPropertyName("forRegister")] string ForRegister,
    [property: JsonPropertyName("head")] string? Head = null,
    [property: JsonPropertyName("forward"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Forward = false
)
{
    /// <summary>The JWS's <c>typ</c>.</summary>
    public const string Type = "kipass-order+jwt";

    /// <summary>Maximum length of an order, in characters.</summary>
    public const int MostCharacters = 128 * 1024;

    /// <summary>Maximum validity, in days.</summary>
    public const int MostValidDays = 7;

    /// <summary>How far back an order may reach, in days before its day of issue.</summary>
    public const int MostDaysBack = 28;

    /// <summary>Upper limit of <see cref="MaxContacts"/>. Above 10,000 the portal asks for another approval, and an issuer has its own limit.</summary>
    public const int MostContacts = 100_000;

    /// <summary>Maximum delay of the notice to visitors, in days.</summary>
    public const int MostNoticeDays = 30;

    /// <summary>Tolerated clock difference for <c>iat</c>, in seconds.</summary>
    public const int ClockSkewSeconds = 60;

    private const string Authority = "authority";
    private const string Identities = "identities";
    private const int MaxTextLength = 200;

    /// <summary>The authority's chain head at the time of signing, for the other parties to store; null if the order has none that the authority signed.</summary>
    /// <param name="authority">The authority's pinned signing key.</param>
    /// <remarks>Optional (<c>docs/adr/0013</c>): an authority may omit it, and a reader that does not know it ignores it.</remarks>
    public string? SignedHeadOf(EcJwk authority) => Audit.SignedHead.Verify(Head, Authority, authority) is null ? null : Head;

    [JsonInclude, JsonRequired, JsonPropertyName("iss")]
    internal string Side { get; init; } = Authority;

    /// <summary>
    /// What issuers answer with; null for identities. An order that asks for anything else is refused, because it may be one that names nobody.
    /// </summary>
    [JsonInclude, JsonPropertyName("answer"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal string? Answer { get; init; }

    /// <summary>Signs the order.</summary>
    /// <exception cref="InvalidOperationException">The order would not verify.</exception>
    public string Sign(ISigningKey key)
    {
        var verdict = Check(IssuedAt);
        return verdict == OrderVerdict.Valid
            ? Jws.Sign(this, Type, key)
            : throw new InvalidOperationException($"Order {Id} cannot be signed: {verdict}.");
    }

    /// <summary>Verifies an order with every check that does not depend on the reader's own limits. No text makes it throw.</summary>
    /// <param name="text">The JWS.</param>
    /// <param name="authority">The authority's pinned signing key.</param>
    /// <param name="now">The reader's clock.</param>
    /// <param name="order">The order if its signature is valid, even if another check fails, so that a refusal can be audited by its id.</param>
    public static OrderVerdict Verify(string? text, EcJwk authority, DateTimeOffset now, out TraceOrder? order) =>
        Jws.Verify(text, Type, authority, MostCharacters, out order) switch
        {
            JwsVerdict.Malformed => OrderVerdict.Malformed,
            JwsVerdict.NotAuthentic => OrderVerdict.NotAuthentic,
            _ => order!.Check(now),
        };

    /// <summary>Whether a day is within the order's days and still readable at an instant (at most 28 days back).</summary>
    public bool Covers(KoreanDay day, DateTimeOffset now) => day >= FromDay && day <= ToDay && day >= KoreanDay.Of(now) - MostDaysBack;

    /// <summary>
    /// Whether a contact's day can belong to the order: its days and one day on each side, because a visitor who entered before midnight may still
    /// be present after it, with a ticket of the other day.
    /// </summary>
    public bool CoversContact(KoreanDay day) => day >= FromDay - 1 && day <= ToDay + 1;

    private OrderVerdict Check(DateTimeOffset now) =>
        !IsWellFormed() ? OrderVerdict.Malformed
        : IsSamePerson(RequestedBy, ApprovedBy) ? OrderVerdict.SelfApproved
        : !IsWithinBounds() ? OrderVerdict.OutOfBounds
        : IssuedAt > now.AddSeconds(ClockSkewSeconds) ? OrderVerdict.NotYetValid
        : ExpiresAt <= now || ToDay < KoreanDay.Of(now) - MostDaysBack ? OrderVerdict.Expired
        : OrderVerdict.Valid;

    private bool IsWellFormed() =>
        Side == Authority
        && (Answer is null or Identities)
        && Id != Guid.Empty
        && new[] { Case, Ground, RequestedBy, ApprovedBy }.All(word => !string.IsNullOrWhiteSpace(word) && word.Length <= MaxTextLength)
        && !ForIssuer.ContainsKey(0)
        && ForIssuer.Values.Append(ForRegister).All(part => !string.IsNullOrEmpty(part));

    private bool IsWithinBounds() =>
        IssuedAt < ExpiresAt
        && ExpiresAt <= IssuedAt.AddDays(MostValidDays)
        && FromDay >= KoreanDay.Of(IssuedAt) - MostDaysBack
        && FromDay <= ToDay
        && ToDay <= KoreanDay.Of(IssuedAt)
        && MaxContacts is >= 1 and <= MostContacts
        && NoticeAfterDays is >= 0 and <= MostNoticeDays;

    // Two ids that differ only in case, width or spaces could be two accounts of one person.
    private static bool IsSamePerson(string one, string other) =>
        string.Equals(
            one.Trim().Normalize(System.Text.NormalizationForm.FormKC),
            other.Trim().Normalize(System.Text.NormalizationForm.FormKC),
            StringComparison.OrdinalIgnoreCase
        );
}

/// <summary>The result of verifying an order.</summary>
public enum OrderVerdict
{
    /// <summary>Signed, approved by a second official, all values in range, and within its validity.</summary>
    Valid,

    /// <summary>Not a JWS, or signed claims without the order's form.</summary>
    Malformed,

    /// <summary>Not signed by the pinned key under the order's type.</summary>
    NotAuthentic,

    /// <summary>Requested and approved by the same person.</summary>
    SelfApproved,

    /// <summary>Valid for more than 7 days, days out of range, or a limit outside its range.</summary>
    OutOfBounds,

    /// <summary>No longer valid, or all its days are more than 28 days back.</summary>
    Expired,

    /// <summary>Issued more than a minute ahead of the reader's clock.</summary>
    NotYetValid,
}
