using System.Globalization;
using KiPass.Tokens;

namespace KiPass.Portal.Shared.Controls;

/// <summary>Formats times for display in Korean time, for example <c>06-12 (금) 19:42</c>.</summary>
public static class KoreanTime
{
    public static string Minute(DateTimeOffset instant) => Show(instant, "MM-dd (ddd) HH:mm");

    public static string Second(DateTimeOffset instant) => Show(instant, "yyyy-MM-dd HH:mm:ss");

    public static string Day(DateTimeOffset instant) => Show(instant, "yyyy-MM-dd");

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Show(DateTimeOffset instant, string format) =>
        instant.ToOffset(KoreanDay.Offset).ToString(format, CultureInfo.CurrentCulture);
}
