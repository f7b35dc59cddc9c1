using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KiPass.Silo.Json;

/// <summary>Converts instants as RFC 3339: reads <c>Z</c> or an offset, writes UTC with milliseconds.</summary>
internal static class Rfc3339
{
    private const int LongestText = 64;

    /// <summary>
    /// Returns whether a text is in RFC 3339 format. .NET's ISO 8601 parser also accepts dates alone and times without a zone.
    /// </summary>
    public static bool IsInstant(ReadOnlySpan<byte> text) =>
        text.Length >= "2020-06-10T00:00:00Z".Length
        && text[10] is (byte)'T' or (byte)'t'
        && text[16] == (byte)':'
        && (text[^1] is (byte)'Z' or (byte)'z' || (text[^6] is (byte)'+' or (byte)'-' && text[^3] == (byte)':'));

    /// <summary>Reads the reader's current value as an instant in UTC. RFC 3339 section 5.6 allows <c>t</c> and <c>z</c> in lower case.</summary>
    public static bool TryRead(ref Utf8JsonReader json, out DateTimeOffset instant)
    {
        instant = default;
        var text = json.HasValueSequence ? json.ValueSequence.ToArray() : json.ValueSpan;
        if (json.TokenType != JsonTokenType.String || text.Length > LongestText || !IsInstant(text))
        {
            return false;
        }
        if (!json.TryGetDateTimeOffset(out instant))
        {
            // .NET's reader knows capitals only. Anything else that it refused stays refused.
            Span<byte> quoted = stackalloc byte[LongestText + 2];
            quoted[0] = quoted[text.Length + 1] = (byte)'"';
            Ascii.ToUpper(text, quoted[1..], out _);
            var capitals = new Utf8JsonReader(quoted[..(text.Length + 2)]);
            if (!capitals.Read() || !capitals.TryGetDateTimeOffset(out instant))
            {
                return false;
            }
        }
        instant = instant.ToUniversalTime();
        return true;
    }

    /// <summary>Returns the instant in UTC, truncated to milliseconds.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <inheritdoc cref="Rfc3339"/>
internal sealed class Rfc3339Converter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Rfc3339.TryRead(ref reader, out var instant) ? instant : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Rfc3339.Format(value));
}
