using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Views;

/// <summary>A facility with the number of contacts in each hour.</summary>
/// <param name="Facility">The facility.</param>
/// <param name="People">Total number of contacts at the facility.</param>
/// <param name="Hours">Counts, in the order of <see cref="HeatMap.Hours"/>.</param>
internal sealed record HeatRow(FoundFacility Facility, int People, IReadOnlyList<int> Hours);

/// <summary>Contacts by facility and hour of the day in Korean time.</summary>
/// <param name="Hours">Hours from 0 to 23, without gaps, from the first to the last hour with a contact.</param>
/// <param name="Rows">Facilities, ordered by number of contacts, descending.</param>
internal sealed record HeatMap(IReadOnlyList<int> Hours, IReadOnlyList<HeatRow> Rows)
{
    /// <summary>The darkest shade that <see cref="Shade"/> returns.</summary>
    public const int MostShade = 5;

    /// <summary>The highest count in the map.</summary>
    public int Most => Rows.SelectMany(row => row.Hours).DefaultIfEmpty().Max();

    /// <summary>
    /// Counts each person once per hour and facility. A contact shorter than one minute counts in the hour in which it starts.
    /// </summary>
    /// <param name="rows">The line list.</param>
    /// <param name="day">Includes only this day; null: all days combined.</param>
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

    /// <summary>Returns 0 if there are no contacts, otherwise 1 to 5 by share of the highest count.</summary>
    public static int Shade(int count, int most) =>
        count == 0 ? 0 : Math.Clamp((count * MostShade + most - 1) / Math.Max(1, most), 1, MostShade);

    private static IEnumerable<(FoundFacility Facility, int Hour, int Person)> Touched(LineExposure exposure, KoreanDay? day, int person) =>
        ExposureFilter
            .Hours(exposure)
            .Where(hour => day is null || KoreanDay.Of(hour) == day)
            .Select(hour => (exposure.Facility, hour.Hour, person));
}
