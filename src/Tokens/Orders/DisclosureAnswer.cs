using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Orders;

/// <summary>The body of an issuer's <c>200</c>: <c>{"head": JWS, "sealed": JWE}</c>.</summary>
/// <param name="Head">The issuer's signed chain head (<see cref="Audit.SignedHead"/>, side <c>issuer:</c> and its number).</param>
/// <param name="Sealed">
/// A <see cref="TicketsAnswer"/> sealed to the register, or an <see cref="IdentitiesAnswer"/> sealed to the authority.
/// </param>
public sealed record DisclosureAnswer(
    [property: JsonPropertyName("head")] string Head,
    [property: JsonPropertyName("sealed")] string Sealed
);

/// <summary>
/// Tickets of people by day, signed by the issuer and sealed to the register. <em>Subjects</em> are all tickets of the index person on each
/// day of the order. <em>Siblings</em> are, for each contact of a forward order, all tickets of the same person on the same day, the
/// contact's own among them. An unknown person and a ticket that does not open get as many random tickets, so that the register cannot tell.
/// </summary>
public sealed record TicketsAnswer(
    [property: JsonPropertyName("order")] Guid Order,
    [property: JsonPropertyName("tickets")] IReadOnlyList<DayTickets> Tickets
)
{
    /// <summary>Maximum number of contacts in one request for siblings: each is answered with 64 tickets.</summary>
    public const int MostSiblings = 10_000;

    /// <summary>The inner JWS's <c>typ</c> for subjects.</summary>
    public const string Subjects = "kipass-subjects+jwt";

    /// <summary>The inner JWS's <c>typ</c> for siblings.</summary>
    public const string Siblings = "kipass-siblings+jwt";

    /// <summary>Signs with the issuer's key and seals to the register's.</summary>
    public string Seal(string type, ISigningKey issuer, EcJwk register) => SealedAnswer.Seal(this, type, issuer, register);

    /// <summary>Opens an answer; null unless this issuer signed it for this order.</summary>
    public static TicketsAnswer? Open(string? jwe, string type, IDecryptionKey register, EcJwk issuer, Guid order) =>
        SealedAnswer.Open<TicketsAnswer>(jwe, type, register, issuer) is { } answer
        && answer.Order == order
        && !answer.Tickets.Contains(null!)
            ? answer
            : null;
}

/// <summary>
/// The people behind tickets, signed by the issuer and sealed to the authority; the register forwards it without being able to read it, and
/// its length depends only on how many tickets were asked, unless people with names of more than 24 bytes on average make it longer.
/// </summary>
/// <param name="Order">The order's id.</param>
/// <param name="People">Each person once.</param>
/// <param name="Tickets">Which person each ticket belongs to.</param>
/// <param name="Unresolved">Tickets that this issuer did not make, or cannot open any more.</param>
public sealed record IdentitiesAnswer(
    [property: JsonPropertyName("order")] Guid Order,
    [property: JsonPropertyName("people")] IReadOnlyList<DisclosedPerson> People,
    [property: JsonPropertyName("tickets")] IReadOnlyList<PersonTicket> Tickets,
    [property: JsonPropertyName("unresolved")] IReadOnlyList<DayTicket> Unresolved
)
{
    /// <summary>The inner JWS's <c>typ</c>.</summary>
    public const string Type = "kipass-identities+jwt";

    // A ticket has 70 bytes, and a person 111 with a phone number of 15 digits and without the name, or 146 with a guardian's phone number.
    private const int BytesPerTicket = 240;

    // Room for a few people with very long names: a Korean name has 9 bytes, the longest that is accepted 360.
    private const int BytesOfLongNames = 6 * 1024;

    /// <summary>Signs with the issuer's key and seals to the authority's.</summary>
    public string Seal(ISigningKey issuer, EcJwk authority) =>
        SealedAnswer.Seal(this, Type, issuer, authority, BytesOfLongNames + (Tickets.Count + Unresolved.Count) * BytesPerTicket);

    /// <summary>Opens an answer; null unless this issuer signed it for this order and every ticket belongs to one of the people.</summary>
    public static IdentitiesAnswer? Open(string? jwe, IDecryptionKey authority, EcJwk issuer, Guid order) =>
        SealedAnswer.Open<IdentitiesAnswer>(jwe, Type, authority, issuer) is { } answer && answer.Order == order && answer.IsWellFormed()
            ? answer
            : null;

    private bool IsWellFormed()
    {
        var numbers = People.Select(person => person?.Number).ToHashSet();
        return numbers.Count == People.Count && !numbers.Contains(null) && Tickets.All(ticket => numbers.Contains(ticket.Person));
    }
}

/// <summary>One person behind one or more tickets, with a number that identifies the person within the order.</summary>
public sealed record DisclosedPerson(
    [property: JsonPropertyName("person")] int Number,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("phone")] string Phone,
    [property: JsonPropertyName("birthYear")] int BirthYear,
    [property: JsonPropertyName("guardianPhone")] string? GuardianPhone = null
)
{
    /// <summary>Redacted, so that a person cannot reach a log.</summary>
    public override string ToString() => nameof(DisclosedPerson);
}

/// <summary>A ticket and the person who showed it: <c>{"day":"2020-06-12","t":base64url,"person":1}</c>.</summary>
public readonly record struct PersonTicket(
    [property: JsonPropertyName("day"), JsonConverter(typeof(KoreanDayJson)), JsonRequired] KoreanDay Day,
    [property: JsonPropertyName("t"), JsonConverter(typeof(TicketJson)), JsonRequired] Passes.Ticket Ticket,
    [property: JsonPropertyName("person"), JsonRequired] int Person
);
