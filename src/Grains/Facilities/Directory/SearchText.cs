using System.Text;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>What a facility is found by, and how what somebody typed is taken apart.</summary>
internal static class SearchText
{
    private const int FewestDigits = 3;
    private const int MaxTerms = 6;

    /// <summary>Name, address, business number and phone, folded, in one text; a line break keeps what is searched inside one of them.</summary>
    public static string Of(FacilityFacts facts) =>
        string.Join('\n', Fold(facts.Name), Fold(facts.Address), NumberOf(facts), KoreanPhone.Normalize(facts.Phone) ?? "");

    /// <summary>The business number's digits; empty when a draft has none.</summary>
    public static string NumberOf(FacilityFacts facts) => BusinessNumber.DigitsOf(facts.BusinessNumber) ?? "";

    /// <summary>The parts that must all occur. A number typed with hyphens or blanks is one part.</summary>
    public static IReadOnlyList<string> Terms(string typed)
    {
        var folded = Fold(typed);
        var digits = folded.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return digits.Length >= FewestDigits && digits.All(char.IsAsciiDigit)
            ? [digits]
            : [.. folded.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Take(MaxTerms)];
    }

    /// <summary>A pattern for <c>LIKE … ESCAPE '\'</c> that finds the term anywhere.</summary>
    public static string Pattern(string term) =>
        $"%{term.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    private static string Fold(string text) => Composed(text).ToLowerInvariant().Replace('\n', ' ').Replace('\0', ' ').Trim();

    // Composed Hangul, whichever keyboard typed it: a Mac sends it decomposed.
    private static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair has no normal form; it finds nothing.
            return string.Concat(text.Select(character => char.IsSurrogate(character) ? '\ufffd' : character));
        }
    }
}
