using System.Diagnostics.Metrics;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Scans;

/// <summary>Counts of scans by result: all that is kept of a refused scan.</summary>
internal sealed class ScanCounts
{
    public const string MeterName = "KiPass.Silo";

    private static readonly KeyValuePair<string, object?> AcceptedTag = new("result", "accepted");
    private readonly Counter<long> scans;

    public ScanCounts(IMeterFactory meters) =>
        scans = meters
            .Create(MeterName)
            .CreateCounter<long>("kipass.scans", "{scan}", "Scans by result: accepted, or the code of the refusal.");

    /// <summary>Counts one scan.</summary>
    public void Count(Problem? problem) => scans.Add(1, problem is null ? AcceptedTag : new("result", problem.Code));
}
