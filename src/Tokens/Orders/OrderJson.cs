using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Orders;

/// <summary>An instant as seconds since 1970-01-01 UTC: <c>iat</c> and <c>exp</c> (RFC 7519 NumericDate, whole seconds).</summary>
internal sealed class UnixSecondsJson : JsonConverter<DateTimeOffset>
{
    private static readonly long Last = new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetInt64(out var seconds) && seconds >= 0 && seconds <= Last
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new JsonException("A time is whole seconds since 1970.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeSeconds());
}

/// <summary>An instant as RFC 3339 UTC to the millisecond, <c>2020-06-12T10:42:00.000Z</c>; reads any offset.</summary>
internal sealed class UtcTimeJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : throw new JsonException("A time is RFC 3339.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}

/// <summary>A ticket as base64url of its 16 bytes.</summary>
internal sealed class TicketJson : JsonConverter<Ticket>
{
    public override Ticket Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Base64Url.TryDecode(reader.GetString(), out var bytes) && bytes.Length == Ticket.Size
            ? Ticket.Read(bytes)
            : throw new JsonException("A ticket is 16 bytes, base64url.");

    public override void Write(Utf8JsonWriter writer, Ticket value, JsonSerializerOptions options)
    {
        Span<byte> bytes = stackalloc byte[Ticket.Size];
        value.Write(bytes);
        writer.WriteStringValue(Base64Url.Encode(bytes));
    }
}

/// <summary>A list of tickets.</summary>
internal sealed class TicketsJson : JsonConverter<IReadOnlyList<Ticket>>
{
    private static readonly TicketJson One = new();

    public override IReadOnlyList<Ticket> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Tickets are a list.");
        }
        var list = new List<Ticket>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(One.Read(ref reader, typeof(Ticket), options));
        }
        return list;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<Ticket> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var ticket in value)
        {
            One.Write(writer, ticket, options);
        }
        writer.WriteEndArray();
    }
}
