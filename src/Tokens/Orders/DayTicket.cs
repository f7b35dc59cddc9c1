using System.Text.Json.Serialization;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Orders;

/// <summary>One ticket of one Korean day: <c>{"day":"2020-06-12","t":base64url}</c>.</summary>
public readonly record struct DayTicket(
    [property: JsonPropertyName("day"), JsonConverter(typeof(KoreanDayJson)), JsonRequired] KoreanDay Day,
    [property: JsonPropertyName("t"), JsonConverter(typeof(TicketJson)), JsonRequired] Ticket Ticket
);

/// <summary>Tickets of one Korean day: <c>{"day":"2020-06-12","t":[base64url…]}</c>.</summary>
public sealed record DayTickets(
    [property: JsonPropertyName("day"), JsonConverter(typeof(KoreanDayJson))] KoreanDay Day,
    [property: JsonPropertyName("t"), JsonConverter(typeof(TicketsJson))] IReadOnlyList<Ticket> Tickets
);
