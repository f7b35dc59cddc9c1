using System.Buffers;

namespace KiPass.Tokens.Keys;

/// <summary>Base64url without padding (RFC 4648 section 5), as JOSE writes it.</summary>
public static class Base64Url
{
    private const int CharactersOfGroup = 4;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    );

    /// <summary>Encodes bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    /// <summary>
    /// Decodes text; false unless it is the canonical encoding of its bytes: no padding, no white space, no other character, no unused bits set.
    /// </summary>
    public static bool TryDecode(string? text, out byte[] bytes)
    {
        var isCanonical = text is not null && IsCanonical(text);
        bytes = isCanonical ? System.Buffers.Text.Base64Url.DecodeFromChars(text) : [];
        return isCanonical;
    }

    /// <summary>Whether text is the canonical encoding of its bytes. Allocates nothing, however long the text is.</summary>
    public static bool IsCanonical(ReadOnlySpan<char> text)
    {
        // The framework's decoder accepts padding and white space, but refuses unused bits.
        var rest = text[^(text.Length % CharactersOfGroup)..];
        Span<byte> bytes = stackalloc byte[CharactersOfGroup];
        return !text.ContainsAnyExcept(Alphabet)
            && System.Buffers.Text.Base64Url.DecodeFromChars(rest, bytes, out _, out _) == OperationStatus.Done;
    }
}
