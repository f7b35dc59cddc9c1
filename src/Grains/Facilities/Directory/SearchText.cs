using System.Text;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>The searchable text of a facility, and the terms of a search input.</summary>
internal static class SearchText
{
    private const int MinDigits = 3;
    private const int MaxTerms = 6;

    /// <summary>
    /// Normalized name, address, business number and phone, separated by line breaks so that a match cannot span two of them.
    /// </summary>
    public static string Of(FacilityFacts facts) =>
        string.Join('\n', Fold(facts.Name), Fold(facts.Address), NumberOf(facts), KoreanPhone.Normalize(facts.Phone) ?? "");

    /// <summary>The digits of the business number; empty when a draft has none.</summary>
    public static string NumberOf(FacilityFacts facts) => BusinessNumber.DigitsOf(facts.BusinessNumber) ?? "";

    /// <summary>The terms of an input, all of which must match. A number with hyphens or spaces is one term.</summary>
    public static IReadOnlyList<string> Terms(string typed)
    {
        var folded = Fold(typed);
        var digits = folded.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return digits.Length >= MinDigits && digits.All(char.IsAsciiDigit)
            ? [digits]
            : [.. folded.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Take(MaxTerms)];
    }

    /// <summary>A pattern for <c>LIKE … ESCAPE '\'</c> that matches the term anywhere.</summary>
    public static string Pattern(string term) =>
        $"%{term.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    private static string Fold(string text) => Composed(text).ToLowerInvariant().Replace('\n', ' ').Replace('\0', ' ').Trim();

    // Composes Hangul: macOS sends it decomposed.
    private static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // A single surrogate cannot be normalized; it matches nothing.
            return string.Concat(text.Select(character => char.IsSurrogate(character) ? '\ufffd' : character));
        }
    }
}
