using System.Diagnostics.Metrics;
using KiPass.Hosting.Problems;

namespace KiPass.Silo.Scans;

/// <summary>Counts scans by result and measures their duration. Nothing else is recorded about a rejected scan.</summary>
internal sealed class ScanMetrics
{
    public const string MeterName = "KiPass.Silo";

    private static readonly KeyValuePair<string, object?> AcceptedTag = new("result", "accepted");
    private readonly Counter<long> scans;
    private readonly Histogram<double> durations;
    private readonly TimeProvider time;

    public ScanMetrics(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = meters.Create(MeterName);
        scans = meter.CreateCounter<long>("kipass.scans", "{scan}", "Scans by result: accepted, or the code of the refusal.");
        durations = meter.CreateHistogram(
            "kipass.scan.duration",
            "s",
            "From the parsed request to the verdict, including the commit.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3] }
        );
    }

    /// <summary>Returns the start timestamp of a scan, or zero if durations are not collected.</summary>
    public long Begin() => durations.Enabled ? time.GetTimestamp() : 0;

    /// <summary>Counts a scan and records its duration if it started with <see cref="Begin"/>.</summary>
    public void Count(Problem? problem, long begun)
    {
        scans.Add(1, problem is null ? AcceptedTag : new("result", problem.Code));
        if (begun != 0)
        {
            durations.Record(time.GetElapsedTime(begun).TotalSeconds);
        }
    }
}
