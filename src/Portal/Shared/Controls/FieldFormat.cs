using System.Globalization;
using KiPass.Tokens;

namespace KiPass.Portal.Shared.Controls;

/// <summary>How a value is typed into a <see cref="TypedField{T}"/>.</summary>
/// <param name="Type">The input's type.</param>
/// <param name="InputMode">The keyboard of phones; null: by type.</param>
/// <param name="Show">The text of a value.</param>
/// <param name="Parse">The value of a text. A text that is not valid gives a value that the form's own check refuses.</param>
public sealed record FieldFormat<T>(string Type, string? InputMode, Func<T, string> Show, Func<string, T> Parse);

/// <summary>The formats of the portals.</summary>
public static class FieldFormats
{
    private const string LocalTimeFormat = "yyyy-MM-dd'T'HH:mm";

    /// <summary>A Korean day; a text that is not one gives the default.</summary>
    public static FieldFormat<KoreanDay> Day { get; } =
        new("date", null, day => day == default ? "" : $"{day}", typed => KoreanDay.TryParse(typed, null, out var day) ? day : default);

    /// <summary>A Korean local time; a text that is not one gives null.</summary>
    public static FieldFormat<DateTimeOffset?> LocalTime { get; } =
        new(
            "datetime-local",
            null,
            time => time?.ToOffset(KoreanDay.Offset).ToString(LocalTimeFormat, CultureInfo.InvariantCulture) ?? "",
            typed =>
                DateTime.TryParseExact(typed, LocalTimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
                    ? new DateTimeOffset(local, KoreanDay.Offset)
                    : null
        );

    /// <summary>A whole number of at least 0, with or without thousands separators; any other text gives -1.</summary>
    public static FieldFormat<int> Number { get; } =
        new(
            "text",
            "numeric",
            number => number < 0 ? "" : number.ToString(CultureInfo.InvariantCulture),
            typed =>
                int.TryParse(
                    typed.Replace(",", "", StringComparison.Ordinal).Trim(),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                    ? number
                    : -1
        );
}
