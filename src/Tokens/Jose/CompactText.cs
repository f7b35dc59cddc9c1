using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Jose;

/// <summary>
/// A compact JWS or JWE (RFC 7515 section 3.1, RFC 7516 section 3.1) in its parts, each canonical base64url. Only the parts that are asked
/// for are decoded: the content of an answer can have megabytes, and the library decodes it once more.
/// </summary>
internal readonly struct CompactText
{
    private readonly string text;
    private readonly Range[] parts;

    private CompactText(string text, Range[] parts) => (this.text, this.parts) = (text, parts);

    /// <summary>Reads a text; null for another number of parts, non-canonical base64url, or too many characters.</summary>
    public static CompactText? Read(string? text, int count, int maxCharacters)
    {
        if (text is null || text.Length > maxCharacters)
        {
            return null;
        }
        var parts = new Range[count + 1];
        if (text.AsSpan().Split(parts, '.') != count)
        {
            return null;
        }
        foreach (var part in parts.AsSpan(0, count))
        {
            if (!Base64Url.IsCanonical(text.AsSpan()[part]))
            {
                return null;
            }
        }
        return new CompactText(text, parts);
    }

    /// <summary>The bytes of a part.</summary>
    public byte[] Part(int index) => System.Buffers.Text.Base64Url.DecodeFromChars(text.AsSpan()[parts[index]]);
}
