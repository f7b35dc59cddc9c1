using System.Diagnostics;

namespace KiPass.Grains.Telemetry;

/// <summary>
/// Spans of the register's own: how long a scan and a step of a trace took, and how it ended. Their tags are words of this file, codes and
/// counts; no grain key, facility, device, visitor or order (docs/adr/0009). Null, and free, unless an operator asked for them.
/// </summary>
internal static class RegisterSpans
{
    public const string Name = "KiPass.Register";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>One scan, from its form to its verdict.</summary>
    public static Activity? StartScan() => Source.StartActivity("scan");

    /// <summary>One commit of visits.</summary>
    public static Activity? StartCommit(int visits) => Source.StartActivity("commit")?.SetTag("visits", visits);

    /// <summary>One step of a trace.</summary>
    public static Activity? StartTraceStep(string stage) => Source.StartActivity("trace-step")?.SetTag("stage", stage);

    /// <summary>Notes how a span ended: <c>accepted</c>, or a code of the problem catalogue.</summary>
    public static void Ended(this Activity? span, string result) => span?.SetTag("result", result);
}
