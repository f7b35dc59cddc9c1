namespace KiPass.Grains.Facilities.Directory;

/// <summary>
/// The n-grams of a text for a substring index: every two adjacent characters, or three adjacent digits (two digits occur in nearly every
/// number). N-grams do not span whitespace.
/// </summary>
internal static class NGrams
{
    private const int DigitGram = 3;

    public static string[] Of(string text)
    {
        var grams = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]) || char.IsWhiteSpace(text[i + 1]) || SplitsPair(text, i))
            {
                continue;
            }
            if (!char.IsAsciiDigit(text[i]) || !char.IsAsciiDigit(text[i + 1]))
            {
                grams.Add(text.Substring(i, 2));
            }
            else if (i + DigitGram <= text.Length && char.IsAsciiDigit(text[i + DigitGram - 1]))
            {
                grams.Add(text.Substring(i, DigitGram));
            }
        }
        return [.. grams];
    }

    // A single surrogate is not valid text.
    private static bool SplitsPair(string text, int i) => char.IsLowSurrogate(text[i]) || char.IsHighSurrogate(text[i + 1]);
}
