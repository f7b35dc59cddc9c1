using System.Text.Json;

namespace KiPass.Silo.Requests;

/// <summary>
/// Reads the value of a JSON member that has just been named. Each method moves past the value whatever it is, and says false when it is of
/// another type, out of its limits, or given twice.
/// </summary>
internal static class Member
{
    /// <summary>A UUID in its usual text form (RFC 9562 section 4).</summary>
    public static bool TryUuid(ref Utf8JsonReader json, ref Guid? value)
    {
        json.Read();
        if (value is null && json.TokenType == JsonTokenType.String && json.TryGetGuid(out var read))
        {
            value = read;
            return true;
        }
        return Pass(ref json);
    }

    /// <summary>An instant as RFC 3339 writes it, with <c>Z</c> or an offset; answered in UTC.</summary>
    public static bool TryInstant(ref Utf8JsonReader json, ref DateTimeOffset? value)
    {
        json.Read();
        if (value is null && json.TokenType == JsonTokenType.String && IsRfc3339(json.ValueSpan) && json.TryGetDateTimeOffset(out var read))
        {
            value = read.ToUniversalTime();
            return true;
        }
        return Pass(ref json);
    }

    /// <summary>A text of at most <paramref name="maxLength"/> UTF-16 units without NUL.</summary>
    public static bool TryText(ref Utf8JsonReader json, int maxLength, ref string? value)
    {
        const int longestEscape = 6;
        json.Read();
        if (value is not null || json.TokenType != JsonTokenType.String || json.ValueSpan.Length > maxLength * longestEscape)
        {
            return Pass(ref json);
        }
        try
        {
            value = json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escape that is half a surrogate pair: no text.
            return false;
        }
        return value.Length <= maxLength && !value.Contains('\0', StringComparison.Ordinal);
    }

    // The reader's own rule is ISO 8601: it also takes a date alone and a time without its zone.
    private static bool IsRfc3339(ReadOnlySpan<byte> text) =>
        text.Length >= "2020-06-10T00:00:00Z".Length
        && text[10] == (byte)'T'
        && text[16] == (byte)':'
        && (text[^1] == (byte)'Z' || (text[^6] is (byte)'+' or (byte)'-' && text[^3] == (byte)':'));

    private static bool Pass(ref Utf8JsonReader json)
    {
        json.Skip();
        return false;
    }
}
