using System.Globalization;
using System.Text.RegularExpressions;
using KiPass.Contracts.Facilities;

namespace KiPass.Portal.Shared.Controls;

/// <summary>Reads a day, or a day and a time, in the spellings that are common in Korea: <c>20200612</c>, <c>2020.6.12.</c>, <c>2020년 6월 12일</c>.</summary>
public static partial class DayText
{
    /// <summary>Parses a text. Null if it is not an existing day, or not an existing time of day.</summary>
    public static DateTime? Parse(string? typed)
    {
        if (TypedText.Plain(typed ?? "") is not { } plain || Spelling().Match(plain) is not { Success: true } match)
        {
            return null;
        }
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{match.Groups["y"].Value}-{match.Groups["m"].Value}-{match.Groups["d"].Value} {Or(match.Groups["h"], "0")}:{Or(match.Groups["min"], "00")}"
        );
        return DateTime.TryParseExact(text, "yyyy-M-d H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    /// <summary>The text as <c>yyyy-MM-dd</c> or <c>yyyy-MM-dd HH:mm</c>. Unchanged if it cannot be read.</summary>
    public static string Normalize(string? typed, bool withTime) =>
        Parse(typed) is { } day && HasTime(typed!) == withTime ? Show(day, withTime) : typed ?? "";

    public static string Show(DateTime day, bool withTime) =>
        day.ToString(withTime ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool HasTime(string typed) => typed.Contains(':', StringComparison.Ordinal);

    private static string Or(Group group, string otherwise) => group.Success ? group.Value : otherwise;

    [GeneratedRegex(
        @"^(?<y>\d{4})(?:\s*[-./년]\s*(?<m>\d{1,2})\s*[-./월]\s*(?<d>\d{1,2})\s*[.일]?|(?<m>\d{2})(?<d>\d{2}))(?:(?:\s+|T)(?<h>\d{1,2}):(?<min>\d{2}))?\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Spelling();
}
