using System.Diagnostics;
using KiPass.Hosting.Telemetry;

namespace KiPass.Issuer.Telemetry;

/// <summary>
/// The issuer's own spans: duration of ticket, pass and disclosure requests, and their results. Tags are constants of this file, problem codes and counts;
/// never a visitor, session, order or register (docs/adr/0009). Null, without cost, unless tracing is enabled.
/// </summary>
internal static class IssuerSpans
{
    public const string Name = "KiPass.Issuer";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>A request for passes.</summary>
    public static Activity? Passes(int count) => Source.StartRoot("passes")?.SetTag("count", count);

    /// <summary>A request for tickets.</summary>
    public static Activity? Tickets() => Source.StartRoot("tickets");

    /// <summary>A disclosure request of the register.</summary>
    /// <param name="what"><c>subjects</c>, <c>identities</c> or <c>siblings</c>.</param>
    public static Activity? Disclosure(string what) => Source.StartRoot("disclosure")?.SetTag("what", what);

    /// <summary>Sets the result of a span: <c>answered</c>, or a code of the problem catalogue.</summary>
    public static void Ended(this Activity? span, string result) => span?.SetTag("result", result);
}
