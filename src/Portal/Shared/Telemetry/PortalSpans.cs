using System.Diagnostics;
using KiPass.Hosting.Telemetry;

namespace KiPass.Portal.Shared.Telemetry;

/// <summary>
/// Spans of a portal's own: each call of the register, how long it took and whether it was answered. Their tags are names of methods and of
/// exceptions; no grain key, no argument, no account (docs/adr/0009). Null, and free, unless an operator asked for them.
/// </summary>
public static class PortalSpans
{
    public const string Name = "KiPass.Portal";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>One call of the register.</summary>
    /// <param name="method">Such as <c>IFacilityGrain.Rename</c>.</param>
    public static Activity? RegisterCall(string method) => Source.StartRoot("register-call")?.SetTag("method", method);

    /// <summary>Notes how a span ended: <c>answered</c>, or the kind of exception.</summary>
    public static void Ended(this Activity? span, string result) => span?.SetTag("result", result);
}
