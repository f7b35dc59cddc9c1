using System.Globalization;
using KiPass.Tokens;

namespace KiPass.Portal.Shared.Controls;

/// <summary>Defines how a <see cref="TypedField{T}"/> displays and parses a value.</summary>
/// <param name="Type">The <c>type</c> attribute of the input.</param>
/// <param name="InputMode">The <c>inputmode</c> attribute (keyboard of phones). If null, the type decides.</param>
/// <param name="Show">Formats a value as text.</param>
/// <param name="Parse">Parses a text. For invalid text it returns a value that the form's validation rejects.</param>
public sealed record FieldFormat<T>(string Type, string? InputMode, Func<T, string> Show, Func<string, T> Parse);

/// <summary>The formats that the portals use.</summary>
public static class FieldFormats
{
    private const string LocalTimeFormat = "yyyy-MM-dd'T'HH:mm";

    /// <summary>A day in Korea. Invalid text results in the default value.</summary>
    public static FieldFormat<KoreanDay> Day { get; } =
        new("date", null, day => day == default ? "" : $"{day}", typed => KoreanDay.TryParse(typed, null, out var day) ? day : default);

    /// <summary>A local time in Korea. Invalid text results in null.</summary>
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

    /// <summary>A non-negative integer, with or without thousands separators. Invalid text results in -1.</summary>
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
