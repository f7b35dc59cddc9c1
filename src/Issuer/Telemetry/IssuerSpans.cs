using System.Diagnostics;
using KiPass.Hosting.Telemetry;

namespace KiPass.Issuer.Telemetry;

/// <summary>
/// Spans of the issuer's own: how long passes and disclosures took, and how these ended. Their tags are words of this file, codes and counts; no
/// visitor, session, order or register (docs/adr/0009). Null, and free, unless an operator asked for them.
/// </summary>
internal static class IssuerSpans
{
    public const string Name = "KiPass.Issuer";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Passes of one request.</summary>
    public static Activity? Passes(int count) => Source.StartRoot("passes")?.SetTag("count", count);

    /// <summary>One request of the register.</summary>
    /// <param name="what"><c>subjects</c> or <c>identities</c>.</param>
    public static Activity? Disclosure(string what) => Source.StartRoot("disclosure")?.SetTag("what", what);

    /// <summary>Notes how a span ended: <c>answered</c>, or a code of the problem catalogue.</summary>
    public static void Ended(this Activity? span, string result) => span?.SetTag("result", result);
}
