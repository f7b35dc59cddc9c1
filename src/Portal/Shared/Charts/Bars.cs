using System.Globalization;

namespace KiPass.Portal.Shared.Charts;

/// <summary>One bar: its label, its count, and whether it is the current period.</summary>
public readonly record struct Bar(string Label, int Count, bool IsPresent = false);

/// <summary>The scale of a bar chart.</summary>
public static class BarScale
{
    /// <summary>The next round number that is at least the highest bar: 1, 2, 3, 4, 5, 6, 8, 10, 20, 30 …</summary>
    public static int Top(IEnumerable<Bar> bars)
    {
        var highest = bars.Select(bar => bar.Count).DefaultIfEmpty().Max();
        for (var decade = 1; ; decade *= 10)
        {
            foreach (var step in (int[])[1, 2, 3, 4, 5, 6, 8])
            {
                if (step * decade >= highest)
                {
                    return step * decade;
                }
            }
        }
    }

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
