using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens;

namespace KiPass.Portal.Officials.Traces.Views;

/// <summary>Number of people who first met the case on this day.</summary>
internal readonly record struct CurveDay(KoreanDay Day, int Close, int Casual)
{
    public int Total => Close + Casual;
}

/// <summary>The epidemic curve (유행곡선): contacts by day.</summary>
internal static class EpidemicCurve
{
    /// <summary>
    /// Returns one entry for each day from the first to the last, including days without contacts. Each person counts once, on their first
    /// day.
    /// </summary>
    public static IReadOnlyList<CurveDay> Of(IReadOnlyList<LineRow> rows)
    {
        if (rows.Count == 0)
        {
            return [];
        }
        var days = rows.ToLookup(row => row.Exposures[0].Day);
        var (first, last) = (days.Min(day => day.Key), days.Max(day => day.Key));
        return
        [
            .. Enumerable
                .Range(0, last.Number - first.Number + 1)
                .Select(offset => first + offset)
                .Select(day => new CurveDay(day, days[day].Count(row => row.Close), days[day].Count(row => !row.Close))),
        ];
    }
}
