using System.Globalization;
using System.Text;

namespace KiPass.Contracts.Facilities;

/// <summary>
/// Undoes what keyboards, copying and spreadsheets do to digits and signs: full-width characters, other dashes and spaces, invisible marks.
/// Only for fields of digits, never for names.
/// </summary>
public static class TypedText
{
    private const int MaxCharacters = 200;

    /// <summary>The text in plain characters, without surrounding white space; null if it is not valid text or is too long.</summary>
    public static string? Plain(string? typed)
    {
        if (typed is null || typed.Length > MaxCharacters || typed.EnumerateRunes().Contains(Rune.ReplacementChar))
        {
            return null;
        }
        var plain = typed
            .Normalize(NormalizationForm.FormKC)
            .Where(character => char.GetUnicodeCategory(character) is not UnicodeCategory.Format)
            .Select(character =>
                char.GetUnicodeCategory(character) is UnicodeCategory.DashPunctuation || character == '\u2212' ? '-'
                : char.IsWhiteSpace(character) ? ' '
                : character
            );
        return string.Concat(plain).Trim();
    }
}
