using System.Text;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Telemetry;
using KiPass.Issuer.Web;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using Microsoft.AspNetCore.Http.Features;

namespace KiPass.Issuer.Disclosures;

/// <summary>The two routes of the register. What it may ask is in the request itself; no session, no secret of ours.</summary>
internal static class DisclosureEndpoints
{
    public static void MapDisclosures(this IEndpointRouteBuilder routes)
    {
        var disclosures = routes.MapGroup("/v1/disclosures").WithTags("Disclosures");
        disclosures
            .MapPost(
                "/subjects",
                (HttpContext context, DisclosureService desk, AddressLimits limits) =>
                    Answer(context, desk, limits, "subjects", desk.Subjects)
            )
            .WithSummary("The pseudonyms of the person whom an order names for this issuer, by day; sealed to the register.")
            .Accepts<string>("application/jose")
            .Produces<DisclosureAnswer>()
            .ProducesProblems(400, 403, 413, 429, 503);
        disclosures
            .MapPost(
                "/identities",
                (HttpContext context, DisclosureService desk, AddressLimits limits) =>
                    Answer(context, desk, limits, "identities", desk.Identities)
            )
            .WithSummary("Name, phone and birth year behind pseudonyms; sealed to the authority.")
            .Accepts<string>("application/jose")
            .Produces<DisclosureAnswer>()
            .ProducesProblems(400, 403, 413, 429, 503);
    }

    private static async Task<IResult> Answer(
        HttpContext context,
        DisclosureService desk,
        AddressLimits limits,
        string what,
        Func<VerifiedRequest, CancellationToken, Task<DisclosureResult>> grant
    )
    {
        var cancellationToken = context.RequestAborted;
        using var span = IssuerSpans.Disclosure(what);
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = DisclosureRequest.MostCharacters;
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken);
        VerifiedRequest verified;
        try
        {
            verified = desk.Verify(text.Trim());
        }
        catch (DomainFolderException)
        {
            return IssuerProblems.Unavailable.ToResult();
        }
        if (verified.Request is null && !limits.TryTake(LimitedAction.UnsignedDisclosure, context.Connection.RemoteIpAddress, out var wait))
        {
            return IssuerProblems.TooMany(wait).ToResult();
        }
        var disclosure = Refusal(verified.Verdict) is { } problem
            ? await desk.Refuse(verified, what, problem, verified.Verdict.ToString(), cancellationToken)
            : await grant(verified, cancellationToken);
        span.Ended(disclosure.Problem?.Code ?? "answered");
        context.RequestServices.GetRequiredService<IssuerMeter>().Disclosed(disclosure.Problem?.Code);
        context.Response.Headers.CacheControl = "no-store";
        return disclosure.Problem?.ToResult() ?? TypedResults.Json(disclosure.Answer, DisclosureJson.Web.DisclosureAnswer);
    }

    private static Problem? Refusal(RequestVerdict verdict) =>
        verdict switch
        {
            RequestVerdict.Valid => null,
            RequestVerdict.Malformed => IssuerProblems.RequestMalformed,
            RequestVerdict.Expired or RequestVerdict.OrderExpired => IssuerProblems.OrderExpired,
            _ => IssuerProblems.OrderNotAuthentic,
        };
}
