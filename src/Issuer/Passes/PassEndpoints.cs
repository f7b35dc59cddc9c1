using KiPass.Issuer.Personal;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Telemetry;
using KiPass.Issuer.Web;

namespace KiPass.Issuer.Passes;

/// <summary>The one hot route: a session fetches its next passes.</summary>
internal static class PassEndpoints
{
    public static void MapPasses(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/passes", Issue)
            .WithTags("Passes")
            .WithSummary("The next 1 to 40 one-time passes, one for each slot of 15 s, the one in progress first.")
            .Accepts<PassRequest>("application/json")
            .Produces<PassAnswer>()
            .ProducesProblems(400, 401, 404, 413, 429, 503);

    private static async Task Issue(HttpContext context, SessionGate gate, PassService desk, IssuerMeter meter)
    {
        var (session, problem) = await gate.Admit(context);
        if (session is null)
        {
            await ProblemResult.Write(context, problem!);
            return;
        }
        var (request, malformed) = await JsonBody.Read(context, PassJson.Web.PassRequest);
        if (request is null || request.Count is not (>= 1 and <= PassService.MaxPasses))
        {
            await ProblemResult.Write(context, malformed ?? IssuerProblems.Malformed("count"));
            return;
        }
        var person = session.VisitorId;
        if (request.CompanionId is { } text)
        {
            if (Id.Parse(text) is not { } companion || !session.HasCompanion(companion))
            {
                await ProblemResult.Write(context, IssuerProblems.CompanionUnknown);
                return;
            }
            person = companion;
        }
        var count = request.Count.Value;
        if (!session.Allowance.TryTake(count, out var wait))
        {
            await ProblemResult.Write(context, IssuerProblems.TooMany(wait));
            return;
        }
        using var span = IssuerSpans.Passes(count);
        await desk.Prepare(count, context.RequestAborted);
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        desk.Write(response.BodyWriter, person, count);
        meter.PassesIssued(count);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

/// <param name="Count">1 to 40.</param>
/// <param name="CompanionId">Whose passes: a companion's instead of the visitor's own.</param>
internal sealed record PassRequest(int? Count, string? CompanionId);

/// <param name="Now">The issuer's clock, so that a page can show passes in step with it.</param>
/// <param name="Passes">By slot.</param>
internal sealed record PassAnswer(DateTimeOffset Now, IReadOnlyList<IssuedPass> Passes);

/// <param name="Pass">145 characters for the QR code.</param>
/// <param name="ValidFrom">Start of the slot.</param>
/// <param name="ValidUntil">15 s later.</param>
internal sealed record IssuedPass(string Pass, DateTimeOffset ValidFrom, DateTimeOffset ValidUntil);
