using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KiPass.Silo.Json;

/// <summary>A UUID (RFC 9562 section 4) that is answered as it was sent: a client may compare it as text, and capitals are allowed.</summary>
/// <param name="Value">The id.</param>
/// <param name="Text">The text that was sent; null if it is the usual one, in lower case.</param>
[JsonConverter(typeof(SentIdConverter))]
public readonly record struct SentId(Guid Value, string? Text = null) : IUtf8SpanFormattable, IFormattable
{
    /// <summary>The id.</summary>
    public static implicit operator Guid(SentId id) => id.Value;

    /// <summary>An id that is answered in lower case.</summary>
    public static implicit operator SentId(Guid id) => new(id);

    /// <summary>The id as it was sent.</summary>
    public override string ToString() => Text ?? Value.ToString();

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Text is null
            ? Value.TryFormat(utf8Destination, out bytesWritten)
            : Encoding.ASCII.TryGetBytes(Text, utf8Destination, out bytesWritten);

    /// <summary>Reads the reader's current value.</summary>
    public static bool TryRead(ref Utf8JsonReader json, out SentId id)
    {
        id = default;
        if (json.TokenType != JsonTokenType.String || !json.TryGetGuid(out var value))
        {
            return false;
        }
        var isUsual = !json.ValueIsEscaped && !json.HasValueSequence && !json.ValueSpan.ContainsAnyInRange((byte)'A', (byte)'F');
        id = new SentId(value, isUsual ? null : json.GetString());
        return true;
    }
}

/// <inheritdoc cref="SentId"/>
public sealed class SentIdConverter : JsonConverter<SentId>
{
    /// <inheritdoc/>
    public override SentId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SentId.TryRead(ref reader, out var id) ? id : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SentId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
