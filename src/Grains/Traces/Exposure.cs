namespace KiPass.Grains.Traces;

/// <summary>The case and a contact at the same place at the same time.</summary>
/// <param name="Source">The dwell of the case, or the time window of a facility-window trace.</param>
/// <param name="Contact">The dwell of the contact.</param>
/// <param name="From">When both were present.</param>
/// <param name="To">When the first of them left (inferred).</param>
internal readonly record struct Exposure(Dwell Source, Dwell Contact, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Whole minutes together.</summary>
    public int Minutes => (int)(To - From).TotalMinutes;
}

/// <summary>Computes exposures from dwells.</summary>
internal static class Exposures
{
    /// <summary>
    /// The range of entry times whose dwells can overlap a dwell at the same facility: from one dwell time before it until its end.
    /// </summary>
    public static (DateTimeOffset From, DateTimeOffset To) EntriesThatMatter(Dwell source, TimeSpan dwell) =>
        (source.EnteredAt - dwell, source.LeftAt);

    /// <summary>Every pair of dwells at the same place that overlap, sorted by time.</summary>
    public static IReadOnlyList<Exposure> Between(IEnumerable<Dwell> sources, IReadOnlyList<Dwell> contact) =>
        [
            .. sources
                .SelectMany(source => contact.Select(other => Overlap(source, other)))
                .OfType<Exposure>()
                .OrderBy(exposure => exposure.From),
        ];

    /// <summary>Whether a contact is close (밀접접촉자): exposed to the case for at least this many minutes in total.</summary>
    public static bool IsClose(IEnumerable<Exposure> exposures, int closeMinutes) =>
        exposures.Sum(e => (e.To - e.From).TotalMinutes) >= closeMinutes;

    private static Exposure? Overlap(Dwell source, Dwell other)
    {
        var from = source.EnteredAt > other.EnteredAt ? source.EnteredAt : other.EnteredAt;
        var to = source.LeftAt < other.LeftAt ? source.LeftAt : other.LeftAt;
        return source.Place.Shares(other.Place) && from < to ? new Exposure(source, other, from, to) : null;
    }
}
