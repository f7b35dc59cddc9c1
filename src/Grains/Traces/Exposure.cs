namespace KiPass.Grains.Traces;

/// <summary>Two people, one of them the case, at one place at one time.</summary>
/// <param name="Source">The case's stay, or the window of time of a facility-window trace.</param>
/// <param name="Contact">The contact's stay.</param>
/// <param name="From">When both were there.</param>
/// <param name="To">When the first of them left; inferred.</param>
internal readonly record struct Exposure(Dwell Source, Dwell Contact, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Whole minutes together.</summary>
    public int Minutes => (int)(To - From).TotalMinutes;
}

/// <summary>Computes who was exposed: from stays, in turn inferred from entries.</summary>
internal static class Exposures
{
    /// <summary>The entries that can belong to stays overlapping a stay at its facility: from the dwell time before it until its end.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) EntriesThatMatter(Dwell source, TimeSpan dwell) =>
        (source.EnteredAt - dwell, source.LeftAt);

    /// <summary>Every pair of stays at one place that overlap in time, by time.</summary>
    public static IReadOnlyList<Exposure> Between(IEnumerable<Dwell> sources, IReadOnlyList<Dwell> contact) =>
        [
            .. sources
                .SelectMany(source => contact.Select(other => Overlap(source, other)))
                .OfType<Exposure>()
                .OrderBy(exposure => exposure.From),
        ];

    /// <summary>A close contact (밀접접촉자) spent at least so many minutes with the case, taken together; others are casual.</summary>
    public static bool IsClose(IEnumerable<Exposure> exposures, int closeMinutes) =>
        exposures.Sum(e => (e.To - e.From).TotalMinutes) >= closeMinutes;

    private static Exposure? Overlap(Dwell source, Dwell other)
    {
        var from = source.EnteredAt > other.EnteredAt ? source.EnteredAt : other.EnteredAt;
        var to = source.LeftAt < other.LeftAt ? source.LeftAt : other.LeftAt;
        return source.Place.Shares(other.Place) && from < to ? new Exposure(source, other, from, to) : null;
    }
}
