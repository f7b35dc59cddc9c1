using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KiPass.Silo.Json;

/// <summary>Converts instants as RFC 3339: reads <c>Z</c> or an offset, writes UTC with milliseconds.</summary>
internal static class Rfc3339
{
    /// <summary>
    /// Returns whether a text is in RFC 3339 format. .NET's ISO 8601 parser also accepts dates alone and times without a zone.
    /// </summary>
    public static bool IsInstant(ReadOnlySpan<byte> text) =>
        text.Length >= "2020-06-10T00:00:00Z".Length
        && text[10] == (byte)'T'
        && text[16] == (byte)':'
        && (text[^1] == (byte)'Z' || (text[^6] is (byte)'+' or (byte)'-' && text[^3] == (byte)':'));

    /// <summary>Returns the instant in UTC, truncated to milliseconds.</summary>
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
