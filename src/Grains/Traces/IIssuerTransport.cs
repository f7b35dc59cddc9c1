using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Traces;

/// <summary>Sends a signed request to an issuer and returns its response, without verifying either.</summary>
internal interface IIssuerTransport
{
    /// <summary>Posts a request.</summary>
    /// <param name="issuer">The issuer as pinned by the operator.</param>
    /// <param name="route"><c>subjects</c> or <c>identities</c>.</param>
    /// <param name="request">The JWS.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    Task<IssuerResponse> Post(TrustedIssuer issuer, string route, string request, CancellationToken cancellationToken);
}

/// <summary>The response of an issuer.</summary>
/// <param name="Answer">The answer, when the status is 200 and the body is well formed.</param>
/// <param name="Refusal">The issuer's code when it refused permanently; null when the request can be repeated.</param>
/// <param name="Failure">Why there is no answer, as one of the codes of <see cref="IssuerFailures"/>; empty when there is one.</param>
internal sealed record IssuerResponse(DisclosureAnswer? Answer, string? Refusal, string Failure = "")
{
    /// <summary>No response, or the issuer is busy or failing.</summary>
    public static IssuerResponse Failed(string failure) => new(null, null, failure);
}
