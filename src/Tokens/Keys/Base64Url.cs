namespace KiPass.Tokens.Keys;

/// <summary>Base64url without padding (RFC 4648 section 5), as JOSE writes it.</summary>
public static class Base64Url
{
    /// <summary>Encodes bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    /// <summary>
    /// Decodes text; false unless it is the canonical encoding of its bytes: no padding, no white space, no other character, no unused bits set.
    /// </summary>
    public static bool TryDecode(string? text, out byte[] bytes)
    {
        bytes = [];
        // The framework's decoder accepts padding and white space, so the result is encoded again and compared.
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
