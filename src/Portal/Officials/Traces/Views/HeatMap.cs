using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Views;

/// <summary>One facility: how many contacts were with the case in each hour shown.</summary>
/// <param name="Facility">Where.</param>
/// <param name="People">Contacts there in all.</param>
/// <param name="Hours">In the order of <see cref="HeatMap.Hours"/>.</param>
internal sealed record HeatRow(FoundFacility Facility, int People, IReadOnlyList<int> Hours);

/// <summary>Facilities against hours of the day in Korea.</summary>
/// <param name="Hours">0 to 23, without gaps: from the first to the last hour in which anybody was there.</param>
/// <param name="Rows">The facility with most contacts first.</param>
internal sealed record HeatMap(IReadOnlyList<int> Hours, IReadOnlyList<HeatRow> Rows)
{
    /// <summary>Darkest shade of <see cref="Shade"/>.</summary>
    public const int MostShade = 5;

    /// <summary>The highest number in it.</summary>
    public int Most => Rows.SelectMany(row => row.Hours).DefaultIfEmpty().Max();

    /// <summary>Counts each person once an hour and facility; a time together of no whole minute counts in the hour of its beginning.</summary>
    /// <param name="rows">The line list.</param>
    /// <param name="day">Only this day; null: all days laid over one another.</param>
    public static HeatMap Of(IReadOnlyList<LineRow> rows, KoreanDay? day = null)
    {
        var seen = rows.SelectMany((row, person) => row.Exposures.SelectMany(exposure => Touched(exposure, day, person))).ToHashSet();
        if (seen.Count == 0)
        {
            return new HeatMap([], []);
        }
        var (first, last) = (seen.Min(cell => cell.Hour), seen.Max(cell => cell.Hour));
        var counts = seen.CountBy(cell => (cell.Facility, cell.Hour)).ToDictionary();
        return new HeatMap(
            [.. Enumerable.Range(first, last - first + 1)],
            [
                .. seen.GroupBy(cell => cell.Facility)
                    .Select(cells => new HeatRow(
                        cells.Key,
                        cells.Select(cell => cell.Person).Distinct().Count(),
                        [.. Enumerable.Range(first, last - first + 1).Select(hour => counts.GetValueOrDefault((cells.Key, hour)))]
                    ))
                    .OrderByDescending(row => row.People)
                    .ThenBy(row => row.Facility.Name, StringComparer.Ordinal),
            ]
        );
    }

    /// <summary>0 for nobody, else 1 to 5 by the share of the highest number.</summary>
    public static int Shade(int count, int most) =>
        count == 0 ? 0 : Math.Clamp((count * MostShade + most - 1) / Math.Max(1, most), 1, MostShade);

    private static IEnumerable<(FoundFacility Facility, int Hour, int Person)> Touched(LineExposure exposure, KoreanDay? day, int person)
    {
        var local = exposure.From.ToOffset(KoreanDay.Offset);
        var until = local.AddMinutes(Math.Max(1, exposure.Minutes));
        for (
            var hour = local.AddMinutes(-local.Minute).AddSeconds(-local.Second).AddMilliseconds(-local.Millisecond);
            hour < until;
            hour = hour.AddHours(1)
        )
        {
            if (day is null || KoreanDay.Of(hour) == day)
            {
                yield return (exposure.Facility, hour.Hour, person);
            }
        }
    }
}
