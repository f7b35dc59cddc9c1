namespace KiPass.Tokens.Keys;

/// <summary>Base64url without padding (RFC 4648 section 5), as JOSE writes it.</summary>
public static class Base64Url
{
    /// <summary>Encodes bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    /// <summary>
    /// Decodes text; false for any character or length that base64url does not have, padding, white space, or bits set behind the last
    /// byte: one value has one spelling.
    /// </summary>
    public static bool TryDecode(string? text, out byte[] bytes)
    {
        bytes = [];
        // The framework's decoder forgives padding and white space, so the text is held against its only right spelling.
        if (text is null || !System.Buffers.Text.Base64Url.IsValid(text))
        {
            return false;
        }
        var decoded = System.Buffers.Text.Base64Url.DecodeFromChars(text);
        if (Encode(decoded) != text)
        {
            return false;
        }
        bytes = decoded;
        return true;
    }
}
