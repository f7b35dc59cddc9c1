using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Traces;

/// <summary>Carries a signed request to an issuer and its answer back; judges neither.</summary>
internal interface IIssuerTransport
{
    /// <summary>Posts a request.</summary>
    /// <param name="issuer">As the operator pinned it.</param>
    /// <param name="route"><c>subjects</c> or <c>identities</c>.</param>
    /// <param name="request">The JWS.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IssuerResponse> Post(TrustedIssuer issuer, string route, string request, CancellationToken cancellationToken);
}

/// <summary>What came back.</summary>
/// <param name="Answer">With 200 and a body of the right form.</param>
/// <param name="Refusal">The issuer's code when it refused for good; null when it may be asked again.</param>
internal sealed record IssuerResponse(DisclosureAnswer? Answer, string? Refusal)
{
    /// <summary>No answer, a busy or a failing issuer.</summary>
    public static readonly IssuerResponse Failed = new(null, null);
}
