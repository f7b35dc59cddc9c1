using System.Globalization;
using KiPass.Tokens;

namespace KiPass.Issuer.Personal;

/// <summary>A date of birth, from 1900-01-01 on, and the legal ages that depend on it.</summary>
internal readonly record struct BirthDate(DateOnly Date)
{
    /// <summary>Below this age a guardian (법정대리인) consents (개인정보 보호법 제22조의2).</summary>
    public const int AgeOfConsent = 14;

    /// <summary>From this age on a person can be a guardian (민법 제4조).</summary>
    public const int AgeOfMajority = 19;

    private const int MostMistypedDigits = 2;

    private static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>Reads <c>yyyy-MM-dd</c>; null for anything else and for a day after <paramref name="today"/>.</summary>
    public static BirthDate? Read(string? text, KoreanDay today) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date >= Earliest
        && date <= today.Date
            ? new BirthDate(date)
            : null;

    /// <summary>Reads a date from the database.</summary>
    public static BirthDate FromStore(string value) => new(DateOnly.ParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>
    /// Whether a typing error explains the difference to another date: at most two other digits, or day and month exchanged.
    /// </summary>
    public bool MayBeMistypedAs(BirthDate other) =>
        ToText().Zip(other.ToText()).Count(pair => pair.First != pair.Second) <= MostMistypedDigits
        || (Date.Year == other.Date.Year && Date.Month == other.Date.Day && Date.Day == other.Date.Month);

    /// <summary>Completed years on a Korean day; the age changes at the start of the birthday, and for 29 February on 1 March.</summary>
    public int AgeOn(KoreanDay day)
    {
        var years = day.Date.Year - Date.Year;
        var isBeforeBirthday = (day.Date.Month, day.Date.Day).CompareTo((Date.Month, Date.Day)) < 0;
        return isBeforeBirthday ? years - 1 : years;
    }

    public bool NeedsGuardianOn(KoreanDay day) => AgeOn(day) < AgeOfConsent;

    public bool IsAdultOn(KoreanDay day) => AgeOn(day) >= AgeOfMajority;

    public string ToText() => Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Redacted, so that a date of birth cannot reach a log.</summary>
    public override string ToString() => nameof(BirthDate);
}
