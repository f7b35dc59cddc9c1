using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KiPass.Silo.Json;

/// <summary>Instants as RFC 3339: read with <c>Z</c> or an offset, written in UTC to the millisecond.</summary>
internal static class Rfc3339
{
    /// <summary>Whether a text has the form of RFC 3339: ISO 8601, which .NET reads, also allows a date alone and a time without its zone.</summary>
    public static bool IsInstant(ReadOnlySpan<byte> text) =>
        text.Length >= "2020-06-10T00:00:00Z".Length
        && text[10] == (byte)'T'
        && text[16] == (byte)':'
        && (text[^1] == (byte)'Z' || (text[^6] is (byte)'+' or (byte)'-' && text[^3] == (byte)':'));

    /// <summary>The instant in UTC, to the millisecond.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <inheritdoc cref="Rfc3339"/>
internal sealed class Rfc3339Converter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        return reader.TokenType == JsonTokenType.String && Rfc3339.IsInstant(text) && reader.TryGetDateTimeOffset(out var instant)
            ? instant.ToUniversalTime()
            : throw new JsonException();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Rfc3339.Format(value));
}
