using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Venues;

/// <summary>
/// Reads the optional fields of a row and undoes what spreadsheets do to them, where only one value can be meant. A field that still cannot be
/// read is ignored and named; it never costs the row.
/// </summary>
/// <param name="Number">Ten digits; empty when there is none.</param>
/// <param name="Phone">Digits; empty when there is none.</param>
/// <param name="Capacity">0 when there is none.</param>
/// <param name="LicensedOn">Null when there is none.</param>
/// <param name="Ignored">Columns that were filled but are ignored.</param>
internal sealed partial record VenueRepairs(string Number, string Phone, int Capacity, DateOnly? LicensedOn, IReadOnlyList<string> Ignored)
{
    private const int MaxCapacity = 100_000;
    private static readonly DateOnly FirstDay = new(1900, 1, 1);

    // Day 0 of a spreadsheet's calendar, for every day after 28 February 1900.
    private static readonly DateOnly SerialOrigin = new(1899, 12, 30);

    /// <param name="of">The text of a column.</param>
    /// <param name="today">Later days are not licence dates.</param>
    public static VenueRepairs Read(Func<string, string> of, DateOnly today)
    {
        var ignored = new List<string>();
        var number = Take(VenueColumns.Number, NumberOf) ?? "";
        var phone = Take(VenueColumns.Phone, PhoneOf) ?? "";
        var capacity = Take(VenueColumns.Capacity, text => CapacityOf(text)?.ToString(CultureInfo.InvariantCulture)) ?? "0";
        var day = Take(VenueColumns.Licensed, text => DayOf(text, today)?.ToString("O", CultureInfo.InvariantCulture));
        return new VenueRepairs(
            number,
            phone,
            int.Parse(capacity, CultureInfo.InvariantCulture),
            day is null ? null : DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture),
            ignored
        );

        string? Take(string column, Func<string, string?> read)
        {
            var text = Plain(of(column));
            if (text.Length == 0)
            {
                return null;
            }
            var value = read(text);
            if (value is null)
            {
                ignored.Add(column);
            }
            return value;
        }
    }

    /// <summary>The ten digits of a business number; null when it cannot be one.</summary>
    public static string? NumberOf(string text)
    {
        text = Plain(text);
        return BusinessNumber.TryParse(text, out var number) ? number.Digits
            // A spreadsheet drops zeros at the front of a number; the check digit tells whether there was one.
            : text.Length == 9 && text.All(char.IsAsciiDigit) && BusinessNumber.TryParse("0" + text, out number) ? number.Digits
            : null;
    }

    /// <summary>The digits of a phone number; null when it cannot be one. Of several numbers, the first.</summary>
    public static string? PhoneOf(string text)
    {
        var first = Plain(Plain(text).Split(',', '/', ';', '~')[0]);
        if (KoreanPhone.Normalize(first) is { } digits)
        {
            return digits;
        }
        // Every number with an area code starts with 0, which a spreadsheet drops.
        return first is [>= '1' and <= '9', ..] && KoreanPhone.Normalize("0" + first) is { } whole && AreaCode().IsMatch(whole)
            ? whole
            : null;
    }

    /// <summary>A number of persons; null when it cannot be one.</summary>
    public static int? CapacityOf(string text) =>
        int.TryParse(Persons().Replace(Plain(text), ""), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var capacity)
        && capacity is >= 1 and <= MaxCapacity
            ? capacity
            : null;

    /// <summary>A day from 1900 to today; null when it cannot be one, or when day and month could be exchanged.</summary>
    public static DateOnly? DayOf(string text, DateOnly today)
    {
        text = Plain(text);
        DateOnly? day = null;
        if (YearMonthDay().Match(text) is { Success: true } parts)
        {
            day = Day(parts.Groups["y"].Value, parts.Groups["m"].Value, parts.Groups["d"].Value);
        }
        else if (Serial().IsMatch(text))
        {
            day = SerialOrigin.AddDays(int.Parse(text, CultureInfo.InvariantCulture));
        }
        return day >= FirstDay && day <= today ? day : null;
    }

    private static DateOnly? Day(string year, string month, string day) =>
        DateOnly.TryParseExact($"{year}-{month.PadLeft(2, '0')}-{day.PadLeft(2, '0')}", "O", out var read) ? read : null;

    // Full-width characters, ="…" around a number that is text, and .0 behind one that became a fraction.
    private static string Plain(string text)
    {
        var plain = text.IsNormalized(NormalizationForm.FormKC) ? text : text.Normalize(NormalizationForm.FormKC);
        plain = TextFormula().Replace(plain.Trim(), "$1").Trim();
        return Fraction().Replace(plain, "$1");
    }

    [GeneratedRegex("""^="([^"]*)"\z""")]
    private static partial Regex TextFormula();

    [GeneratedRegex(@"^([\d,]+)\.0+\z")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\s*(?:명|인)\z")]
    private static partial Regex Persons();

    [GeneratedRegex(@"^0(?:2|[3-6]\d|70|1\d|50\d)\d{7,8}\z")]
    private static partial Regex AreaCode();

    [GeneratedRegex(
        @"^(?:(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})|(?<y>\d{4})\s*[-./년]\s*(?<m>\d{1,2})\s*[-./월]\s*(?<d>\d{1,2})\s*[.일]?)(?:[ T]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?|\d{6})?\z"
    )]
    private static partial Regex YearMonthDay();

    [GeneratedRegex(@"^[1-9]\d{4}\z")]
    private static partial Regex Serial();
}
