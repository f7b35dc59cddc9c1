using System.Diagnostics.Metrics;

namespace KiPass.Hosting.Problems;

/// <summary>Counts every refusal of a program by its code.</summary>
public static class ProblemMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "KiPass.Problems";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Problems = Meter.CreateCounter<long>(
        "kipass.problems",
        "{response}",
        "Responses with a problem, by its code."
    );

    internal static void Count(Problem problem) => Problems.Add(1, new KeyValuePair<string, object?>("code", problem.Code));
}
