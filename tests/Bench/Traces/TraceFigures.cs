namespace KiPass.Bench.Traces;

/// <summary>How large a world is.</summary>
/// <param name="Visits">Stored visits over 28 days.</param>
/// <param name="CaseVisits">Those of the index case among them.</param>
/// <param name="CaseContacts">How many people are to be with the case, about.</param>
internal sealed record TraceSize(long Visits, int CaseVisits, int CaseContacts)
{
    private const int VisitsEach = 20;

    /// <summary>How many people they are of: each is out 20 times in four weeks, in the mean.</summary>
    public int People => (int)Math.Max(100, Visits / VisitsEach);
}

/// <summary>What a trace reached (design section 9); times are medians.</summary>
/// <param name="Visits">Stored visits.</param>
/// <param name="Contacts">Contacts of the index case.</param>
/// <param name="Seconds">From the start of a trace to the line list of names.</param>
/// <param name="FacilityWindowSeconds">The same for two evening hours of the busiest facility.</param>
/// <param name="Growth">The index case's trace with fewer visits stored.</param>
internal sealed record TraceFigures(
    long Visits,
    int Contacts,
    double Seconds,
    double FacilityWindowSeconds,
    IReadOnlyList<TraceGrowth> Growth
);

/// <summary>One size.</summary>
internal sealed record TraceGrowth(long Visits, double Seconds);

/// <summary>Scans a second with and without a trace every ten seconds beside them: the pair whose ratio is the median.</summary>
internal sealed record BesideFigures(long Visits, double Alone, double Beside, double Ratio, double TraceSeconds);
