using System.Globalization;
using System.Net;

namespace KiPass.Grains.Traces;

/// <summary>Why the answer of an issuer is missing or was not used. Officials see these codes, and the log has them.</summary>
internal static class IssuerFailures
{
    /// <summary>No connection to the issuer.</summary>
    public const string Connection = "connection";

    /// <summary>No complete answer within <see cref="HttpIssuerTransport.Timeout"/>.</summary>
    public const string Timeout = "timeout";

    /// <summary>An answer that has not the shape of a disclosure answer.</summary>
    public const string Shape = "answer-malformed";

    /// <summary>The issuer's chain head is not signed by the pinned issuer.</summary>
    public const string Head = "head-not-authentic";

    /// <summary>The answer is not sealed to the register, or not signed by the pinned issuer for this order.</summary>
    public const string Signature = "answer-not-authentic";

    /// <summary>Tickets of days outside the order, or more than people can have.</summary>
    public const string Range = "answer-out-of-range";

    /// <summary>The register could not record the request or the answer in its audit log.</summary>
    public const string Audit = "not-recorded";

    /// <summary>No issuer with this number is pinned.</summary>
    public const string NotPinned = "not-pinned";

    /// <summary>An answer with another status: <c>http-</c> and the status.</summary>
    public static string Http(HttpStatusCode status) => string.Create(CultureInfo.InvariantCulture, $"http-{(int)status}");
}
