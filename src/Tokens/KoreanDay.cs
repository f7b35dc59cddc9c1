using System.Globalization;
using System.Text.Json.Serialization;

namespace KiPass.Tokens;

/// <summary>A calendar day in Korea (UTC+9, no daylight saving), as days since 1970-01-01.</summary>
/// <param name="Number">Days since 1970-01-01; the 16-bit number of a pass's <c>kid</c> reaches to 2149.</param>
[JsonConverter(typeof(KoreanDayJson))]
public readonly record struct KoreanDay(int Number) : IComparable<KoreanDay>, IParsable<KoreanDay>
{
    /// <summary>Korea's offset from UTC.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(9);

    private const long OffsetSeconds = 9 * 3600;
    private const long DaySeconds = 24 * 3600;

    /// <summary>The midnight that begins the day, with Korea's offset.</summary>
    public DateTimeOffset Start =>
        new DateTimeOffset(DateTime.UnixEpoch.Ticks, TimeSpan.Zero).AddDays(Number).Add(-Offset).ToOffset(Offset);

    /// <summary>The same midnight in seconds since 1970-01-01 UTC.</summary>
    public long StartUnixSeconds => Number * DaySeconds - OffsetSeconds;

    /// <summary>The midnight that ends the day (exclusive).</summary>
    public DateTimeOffset End => (this + 1).Start;

    /// <summary>The same day as a date without a zone.</summary>
    public DateOnly Date => DateOnly.FromDayNumber(Number + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);

    /// <summary>The day in Korea at an instant.</summary>
    public static KoreanDay Of(DateTimeOffset instant) => OfUnixSeconds(instant.ToUnixTimeSeconds());

    /// <summary>The day in Korea at an instant given in seconds since 1970-01-01 UTC.</summary>
    public static KoreanDay OfUnixSeconds(long seconds) => new((int)Math.Floor((seconds + OffsetSeconds) / (double)DaySeconds));

    /// <summary>The day with this date.</summary>
    public static KoreanDay Of(DateOnly date) => new(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);

    /// <summary>The day <paramref name="days"/> later.</summary>
    public static KoreanDay operator +(KoreanDay day, int days) => new(day.Number + days);

    /// <summary>The day <paramref name="days"/> earlier.</summary>
    public static KoreanDay operator -(KoreanDay day, int days) => new(day.Number - days);

    /// <summary>Days between two days.</summary>
    public static int operator -(KoreanDay later, KoreanDay earlier) => later.Number - earlier.Number;

    /// <summary>Whether a day comes before another.</summary>
    public static bool operator <(KoreanDay left, KoreanDay right) => left.Number < right.Number;

    /// <summary>Whether a day comes after another.</summary>
    public static bool operator >(KoreanDay left, KoreanDay right) => left.Number > right.Number;

    /// <summary>Whether a day is the other or before it.</summary>
    public static bool operator <=(KoreanDay left, KoreanDay right) => left.Number <= right.Number;

    /// <summary>Whether a day is the other or after it.</summary>
    public static bool operator >=(KoreanDay left, KoreanDay right) => left.Number >= right.Number;

    /// <inheritdoc/>
    public int CompareTo(KoreanDay other) => Number.CompareTo(other.Number);

    /// <summary>The date as <c>yyyy-MM-dd</c>.</summary>
    public override string ToString() => Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads <c>yyyy-MM-dd</c>; throws <see cref="FormatException"/> for anything else.</summary>
    public static KoreanDay Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var day) ? day : throw new FormatException("A Korean day is written yyyy-MM-dd.");

    /// <summary>Reads <c>yyyy-MM-dd</c>.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out KoreanDay result)
    {
        var read = DateOnly.TryParseExact(s, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        result = read ? Of(date) : default;
        return read;
    }
}
