using System.Text;
using KiPass.Hosting.Problems;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Telemetry;
using KiPass.Issuer.Web;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KiPass.Issuer.Disclosures;

/// <summary>The routes of the register. The signed request itself says what may be asked; there is no session.</summary>
internal static class DisclosureEndpoints
{
    public static void MapDisclosures(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/v1/disclosures")
            .WithTags("Disclosures")
            .NeverCached()
            .ProducesProblems(IssuerProblems.RequestMalformed, IssuerProblems.OrderNotAuthentic, IssuerProblems.OrderExpired)
            .ProducesProblems(IssuerProblems.RequestTooLarge, IssuerProblems.TooManyRequests, IssuerProblems.OrderLimit)
            .ProducesProblems(IssuerProblems.Unavailable);
        group
            .MapPost(
                "/subjects",
                (HttpContext context, DisclosureService disclosures, AddressLimits limits) =>
                    Answer(context, disclosures, limits, "subjects", disclosures.Subjects)
            )
            .WithSummary("All tickets of the person whom an order names for this issuer, by day; sealed to the register.")
            .Accepts<string>("application/jose");
        group
            .MapPost(
                "/identities",
                (HttpContext context, DisclosureService disclosures, AddressLimits limits) =>
                    Answer(context, disclosures, limits, "identities", disclosures.Identities)
            )
            .WithSummary("Name, phone and birth year behind tickets; sealed to the authority.")
            .Accepts<string>("application/jose");
        group
            .MapPost(
                "/siblings",
                (HttpContext context, DisclosureService disclosures, AddressLimits limits) =>
                    Answer(context, disclosures, limits, "siblings", disclosures.Siblings)
            )
            .WithSummary("All tickets of the people behind tickets, on the tickets' days, in a forward order; sealed to the register.")
            .Accepts<string>("application/jose");
    }

    private static async Task<Results<Ok<DisclosureAnswer>, ProblemResult>> Answer(
        HttpContext context,
        DisclosureService disclosures,
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
            verified = disclosures.Verify(text.Trim());
        }
        catch (DomainFolderException)
        {
            return IssuerProblems.Unavailable.ToResult();
        }
        var meter = context.RequestServices.GetRequiredService<IssuerMeter>();
        var refused = Refusal(verified.Verdict);
        // Anyone can post here. Only what the pinned register signed enters the audit chain; the rest is counted.
        if (verified.Request is null)
        {
            var unsigned = limits.TryTake(LimitedAction.UnsignedDisclosure, context.Connection.RemoteIpAddress, out var wait)
                ? (refused ?? IssuerProblems.OrderNotAuthentic).ToResult()
                : IssuerProblems.TooManyRequests.ToResult(wait);
            span.Ended("unsigned");
            meter.Unsigned(verified.Verdict);
            return unsigned;
        }
        var disclosure = refused is not null
            ? await disclosures.Refuse(verified, what, refused, verified.Verdict.ToString(), cancellationToken)
            : await grant(verified, cancellationToken);
        span.Ended(disclosure.Problem?.Code ?? "answered");
        meter.Disclosed(disclosure.Problem?.Code);
        return disclosure.Problem is { } refusal ? refusal.ToResult() : TypedResults.Ok(disclosure.Answer);
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
