namespace KiPass.Grains.Facilities.Directory;

/// <summary>
/// What an index of parts of words holds: each two neighbouring characters, or three neighbouring digits (two digits would be in every
/// number). Nothing crosses a blank.
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

    // Half of a surrogate pair is no text.
    private static bool SplitsPair(string text, int i) => char.IsLowSurrogate(text[i]) || char.IsHighSurrogate(text[i + 1]);
}
