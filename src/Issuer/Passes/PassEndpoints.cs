using System.ComponentModel.DataAnnotations;
using KiPass.Hosting.Problems;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Telemetry;
using KiPass.Issuer.Web;

namespace KiPass.Issuer.Passes;

/// <summary>A session fetches ready codes, for clients that cannot compute them from tickets.</summary>
internal static class PassEndpoints
{
    public static void MapPasses(this IEndpointRouteBuilder routes) =>
        routes
            .MapGroup("/v1/passes")
            .RequireSession()
            .MapPost("/", Issue)
            .WithTags("Passes")
            .WithSummary("The next 1 to 40 one-time passes, one for each slot of 15 s, the one in progress first.")
            .Produces<PassAnswer>()
            .ReadsJson()
            .ProducesProblems(IssuerProblems.CompanionUnknown);

    private static async Task Issue(HttpContext context, PassRequest request, PassService passes, IssuerMeter meter, TimeProvider time)
    {
        var session = context.Session();
        if (session.NumberOf(request.CompanionId) is not { } visitor)
        {
            await context.WriteProblem(IssuerProblems.CompanionUnknown);
            return;
        }
        var count = request.Count!.Value;
        if (!session.Passes.TryTake(count, out var wait))
        {
            await context.WriteProblem(IssuerProblems.TooManyRequests, retryAfter: wait);
            return;
        }
        using var span = IssuerSpans.Passes(count);
        var now = time.GetUtcNow();
        await passes.Prepare(now, count, context.RequestAborted);
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        passes.Write(response.BodyWriter, visitor, session.TakeTickets(PassService.TicketsOf(count)), now, count);
        meter.PassesIssued(count);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

/// <param name="Count">1 to 40.</param>
/// <param name="CompanionId">Whose passes: a companion's instead of the visitor's own.</param>
public sealed record PassRequest([property: Required, Range(1, PassRequest.MaxPasses)] int? Count, string? CompanionId)
{
    internal const int MaxPasses = PassService.MaxPasses;
}

/// <param name="Now">The issuer's clock, so that a page can show passes in step with it.</param>
/// <param name="Passes">By slot.</param>
internal sealed record PassAnswer(DateTimeOffset Now, IReadOnlyList<IssuedPass> Passes);

/// <param name="Pass">55 characters for the QR code.</param>
/// <param name="ValidFrom">Start of the slot.</param>
/// <param name="ValidUntil">15 s later.</param>
internal sealed record IssuedPass(string Pass, DateTimeOffset ValidFrom, DateTimeOffset ValidUntil);
