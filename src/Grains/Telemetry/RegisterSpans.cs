using System.Diagnostics;

namespace KiPass.Grains.Telemetry;

/// <summary>
/// Spans of the register: duration and result of a scan and of a step of a trace. Tags are fixed words, codes and counts; never a grain
/// key, facility, device, visitor or order (docs/adr/0009). Null unless an operator has enabled traces.
/// </summary>
internal static class RegisterSpans
{
    public const string Name = "KiPass.Register";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>One scan, from its request to its verdict.</summary>
    public static Activity? StartScan() => Source.StartActivity("scan");

    /// <summary>One commit of visits.</summary>
    public static Activity? StartCommit(int visits) => Source.StartActivity("commit")?.SetTag("visits", visits);

    /// <summary>One step of a trace.</summary>
    public static Activity? StartTraceStep(string stage) => Source.StartActivity("trace-step")?.SetTag("stage", stage);

    /// <summary>Sets the result of a span: <c>accepted</c>, or a code of the problem catalogue.</summary>
    public static void Ended(this Activity? span, string result) => span?.SetTag("result", result);
}
