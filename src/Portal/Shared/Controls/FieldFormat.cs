using System.Globalization;
using System.Text.RegularExpressions;
using KiPass.Contracts.Facilities;
using KiPass.Tokens;

namespace KiPass.Portal.Shared.Controls;

/// <summary>Defines how a <see cref="TypedField{T}"/> displays and parses a value.</summary>
/// <param name="Type">The <c>type</c> attribute of the input.</param>
/// <param name="InputMode">The <c>inputmode</c> attribute (keyboard of phones). If null, the type decides.</param>
/// <param name="Show">Formats a value as text.</param>
/// <param name="Parse">Parses a text. For invalid text it returns a value that the form's validation rejects.</param>
public sealed record FieldFormat<T>(string Type, string? InputMode, Func<T, string> Show, Func<string, T> Parse);

/// <summary>The formats that the portals use.</summary>
public static partial class FieldFormats
{
    /// <summary>A day in Korea. Invalid text results in the default value.</summary>
    public static FieldFormat<KoreanDay> Day { get; } =
        new(
            "date",
            null,
            day => day == default ? "" : $"{day}",
            typed => KoreanDay.TryParse(DayText.Normalize(typed, withTime: false), null, out var day) ? day : default
        );

    /// <summary>A local time in Korea. Invalid text results in null.</summary>
    public static FieldFormat<DateTimeOffset?> LocalTime { get; } =
        new(
            "datetime-local",
            null,
            time => time is { } at ? DayText.Show(at.ToOffset(KoreanDay.Offset).DateTime, withTime: true) : "",
            typed => DayText.Parse(typed) is { } local ? new DateTimeOffset(local, KoreanDay.Offset) : null
        );

    /// <summary>A non-negative integer, with or without thousands separators. Invalid text results in -1.</summary>
    public static FieldFormat<int> Number { get; } =
        new("text", "numeric", number => number < 0 ? "" : number.ToString(CultureInfo.InvariantCulture), Digits);

    /// <summary>As <see cref="Number"/>; an empty text results in null.</summary>
    public static FieldFormat<int?> OptionalNumber { get; } =
        new(
            "text",
            "numeric",
            number => number is >= 0 ? number.Value.ToString(CultureInfo.InvariantCulture) : "",
            typed => string.IsNullOrWhiteSpace(typed) ? null : Digits(typed)
        );

    // Thousands separators only between groups of three digits: 1,5 is not 15.
    private static int Digits(string typed) =>
        TypedText.Plain(typed) is { } plain
        && (plain.All(char.IsAsciiDigit) || Grouped().IsMatch(plain))
        && int.TryParse(plain, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
            ? number
            : -1;

    [GeneratedRegex(@"^\d{1,3}(?:,\d{3})+\z")]
    private static partial Regex Grouped();
}
