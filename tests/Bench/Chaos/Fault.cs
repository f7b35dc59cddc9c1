namespace KiPass.Bench.Chaos;

/// <summary>A kind of fault: injects it and repairs it before returning.</summary>
/// <param name="Name">In the report, and for <c>--only</c>.</param>
internal sealed record Fault(string Name, Func<Task> Strike);

/// <summary>What faults of one kind did.</summary>
/// <param name="SlowestRecoverySeconds">From the mending to the first accepted scan that was sent after it.</param>
/// <param name="LongestGapSeconds">Longest time without an accepted scan.</param>
/// <param name="LongestFacilityGapSeconds">The same of that facility which waited longest.</param>
/// <param name="SlowestWholeSeconds">From the mending until every silo was ready again.</param>
/// <param name="Ended">Silos that ended by themselves and were started again.</param>
internal sealed record KindFigures(
    string Kind,
    int Count,
    double SlowestRecoverySeconds,
    double LongestGapSeconds,
    double LongestFacilityGapSeconds,
    double SlowestWholeSeconds,
    int Ended
);
