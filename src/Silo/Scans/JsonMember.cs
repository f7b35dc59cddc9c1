using System.Text.Json;
using KiPass.Silo.Json;

namespace KiPass.Silo.Scans;

/// <summary>
/// Reads the value of the current JSON member. Each method advances past the value. It returns false if the value has the wrong
/// type, exceeds its limits, or is a duplicate.
/// </summary>
internal static class JsonMember
{
    /// <summary>Reads a UUID in its usual text form (RFC 9562 section 4).</summary>
    public static bool TryUuid(ref Utf8JsonReader json, ref SentId? value)
    {
        json.Read();
        if (value is null && SentId.TryRead(ref json, out var read))
        {
            value = read;
            return true;
        }
        return Skip(ref json);
    }

    /// <summary>Reads an RFC 3339 instant with <c>Z</c> or an offset and converts it to UTC.</summary>
    public static bool TryInstant(ref Utf8JsonReader json, ref DateTimeOffset? value)
    {
        json.Read();
        if (value is null && json.TokenType == JsonTokenType.String && Rfc3339.TryRead(ref json, out var read))
        {
            value = read;
            return true;
        }
        return Skip(ref json);
    }

    /// <summary>Reads a text of at most <paramref name="maxLength"/> UTF-16 code units without NUL.</summary>
    public static bool TryText(ref Utf8JsonReader json, int maxLength, ref string? value)
    {
        const int longestEscape = 6;
        json.Read();
        if (value is not null || json.TokenType != JsonTokenType.String || json.ValueSpan.Length > maxLength * longestEscape)
        {
            return Skip(ref json);
        }
        try
        {
            value = json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escape sequence for an unpaired surrogate.
            return false;
        }
        return value.Length <= maxLength && !value.Contains('\0', StringComparison.Ordinal);
    }

    private static bool Skip(ref Utf8JsonReader json)
    {
        json.Skip();
        return false;
    }
}
