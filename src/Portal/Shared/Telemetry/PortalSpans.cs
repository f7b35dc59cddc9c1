using System.Diagnostics;
using KiPass.Hosting.Telemetry;

namespace KiPass.Portal.Shared.Telemetry;

/// <summary>
/// Spans that the portals create: one for each call to the register, with its duration and result. Tags are names of methods and
/// exceptions, never grain keys, arguments or accounts (docs/adr/0009). Spans are null and cost nothing unless an operator enables them.
/// </summary>
public static class PortalSpans
{
    public const string Name = "KiPass.Portal";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Starts a span for one call to the register.</summary>
    /// <param name="method">The method, for example <c>IFacilityGrain.Rename</c>.</param>
    public static Activity? RegisterCall(string method) => Source.StartRoot("register-call")?.SetTag("method", method);

    /// <summary>Records the result of a span: <c>answered</c>, or the type name of the exception.</summary>
    public static void Ended(this Activity? span, string result) => span?.SetTag("result", result);
}
