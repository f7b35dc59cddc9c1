using System.Text.Json.Serialization;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Orders;

/// <summary>
/// A request of the register to an issuer: JWS by the register, ES256, <c>typ: kipass-request+jwt</c>. Without tickets it asks for those of the
/// index person (<c>/v1/disclosures/subjects</c>); with tickets, for the people behind them (<c>/v1/disclosures/identities</c>)
/// or, in a forward order, for the other tickets of these people on the same day (<c>/v1/disclosures/siblings</c>).
/// </summary>
public sealed record DisclosureRequest(
    [property: JsonPropertyName("jti")] Guid Id,
    [property: JsonPropertyName("aud")] ushort Issuer,
    [property: JsonPropertyName("iat"), JsonConverter(typeof(UnixSecondsJson))] DateTimeOffset IssuedAt,
    [property: JsonPropertyName("exp"), JsonConverter(typeof(UnixSecondsJson))] DateTimeOffset ExpiresAt,
    [property: JsonPropertyName("order")] string Order,
    [property: JsonPropertyName("head")] string Head,
    [property: JsonPropertyName("tickets")] IReadOnlyList<DayTickets>? Tickets = null
)
{
    /// <summary>The JWS's <c>typ</c>.</summary>
    public const string Type = "kipass-request+jwt";

    /// <summary>Maximum length of a request, in characters: enough for an order and about 50,000 tickets.</summary>
    public const int MostCharacters = 2 * 1024 * 1024;

    /// <summary>Maximum validity, in minutes.</summary>
    public const int MostValidMinutes = 5;

    /// <summary>Signs the request with the register's key.</summary>
    public string Sign(ISigningKey key) => Jws.Sign(this, Type, key);

    /// <summary>
    /// Verifies a request and the order inside, with every check that does not depend on the issuer's own limits. No text makes it throw.
    /// </summary>
    public static VerifiedRequest Verify(
        string? text,
        ushort self,
        TrustedRegister register,
        TrustedAuthority authority,
        DateTimeOffset now
    )
    {
        var signed = Jws.Verify<DisclosureRequest>(text, Type, register.SigningKey, MostCharacters, out var request);
        if (signed != JwsVerdict.Verified || !request!.IsWellFormed())
        {
            return new(signed == JwsVerdict.NotAuthentic ? RequestVerdict.NotAuthentic : RequestVerdict.Malformed, request, null, null);
        }
        var head = SignedHead.Verify(request.Head, "register", register.SigningKey);
        var orderVerdict = TraceOrder.Verify(request.Order, authority.SigningKey, now, out var order);
        var verdict =
            request.Issuer != self || head is null ? RequestVerdict.NotAuthentic
            : !request.IsInTime(now) ? RequestVerdict.Expired
            : orderVerdict switch
            {
                OrderVerdict.Valid => RequestVerdict.Valid,
                OrderVerdict.Expired or OrderVerdict.NotYetValid => RequestVerdict.OrderExpired,
                _ => RequestVerdict.OrderNotAuthentic,
            };
        return new(verdict, request, order, head);
    }

    private bool IsWellFormed() =>
        Id != Guid.Empty
        && IssuedAt < ExpiresAt
        && ExpiresAt <= IssuedAt.AddMinutes(MostValidMinutes)
        && (
            Tickets is null
            || Tickets.Count > 0
                && Tickets.All(d => d is { Tickets.Count: > 0 })
                && Tickets.Select(d => d.Day).Distinct().Count() == Tickets.Count
        );

    private bool IsInTime(DateTimeOffset now) => IssuedAt <= now.AddSeconds(TraceOrder.ClockSkewSeconds) && now < ExpiresAt;
}

/// <summary>A request after verification.</summary>
/// <param name="Verdict">Valid, or why the request is refused.</param>
/// <param name="Request">The request if the register signed it.</param>
/// <param name="Order">The order if the authority signed it.</param>
/// <param name="Head">The register's chain head, for the issuer to store.</param>
public sealed record VerifiedRequest(RequestVerdict Verdict, DisclosureRequest? Request, TraceOrder? Order, ChainHead? Head);

/// <summary>The result of verifying a request.</summary>
public enum RequestVerdict
{
    /// <summary>Signed by register and authority, for this issuer, and within its validity.</summary>
    Valid,

    /// <summary>Not a JWS, or signed claims without the request's form.</summary>
    Malformed,

    /// <summary>Not signed by the pinned register, or meant for another issuer.</summary>
    NotAuthentic,

    /// <summary>The request is older than five minutes, or issued in the future.</summary>
    Expired,

    /// <summary>The order inside is not signed by the pinned authority, is self-approved, or has a value out of range.</summary>
    OrderNotAuthentic,

    /// <summary>The order inside has expired, or is not valid yet.</summary>
    OrderExpired,
}
