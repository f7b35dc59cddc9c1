using KiPass.Issuer.Accesses;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Sessions;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Web;
using KiPass.Tokens;

namespace KiPass.Issuer.Visitors;

/// <summary>What a visitor sees and changes of their own: data, companions, accesses, the account itself.</summary>
internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapGroup("/v1/me").WithTags("Me");
        me.MapGet("/", Show).WithSummary("What is kept of the visitor.").Produces<MeAnswer>().ProducesProblems(401, 429, 503);
        me.MapDelete("/", Erase)
            .WithSummary("Erase the visitor: data, companions, sessions. Passes issued before can no longer be resolved.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(401, 429, 503);
        me.MapDelete("/session", SignOut)
            .WithSummary("End this session.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(401, 429, 503);
        me.MapPost("/companions", AddCompanion)
            .WithSummary("Register a person without a phone who comes along; at most 10.")
            .Accepts<CompanionRequest>("application/json")
            .Produces<NewCompanionAnswer>(StatusCodes.Status201Created)
            .ProducesProblems(400, 401, 403, 409, 413, 429, 503);
        me.MapDelete("/companions/{id}", RemoveCompanion)
            .WithSummary("Remove a companion.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(401, 404, 429, 503);
        me.MapGet("/accesses", Accesses)
            .WithSummary("That and when an investigation accessed the visitor's data, once the order's delay is over.")
            .Produces<AccessesAnswer>()
            .ProducesProblems(401, 429, 503);
    }

    private static async Task<IResult> Show(
        HttpContext context,
        SessionGate gate,
        VisitorStore visitors,
        CancellationToken cancellationToken
    )
    {
        var (session, problem) = await gate.Admit(context);
        if (session is null)
        {
            return problem!.ToResult();
        }
        if (await visitors.Find(session.VisitorId, cancellationToken) is not { } visitor)
        {
            return IssuerProblems.SessionUnknown.ToResult();
        }
        var companions = await visitors.Companions(session.VisitorId, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            new MeAnswer(
                visitor.Name.Value,
                visitor.Phone.Value,
                visitor.BirthDate.Date,
                visitor.ConsentVersion,
                visitor.ConsentedAt,
                session.Current.Facts.ExpiresAt,
                [.. companions.Select(c => new CompanionAnswer(c.CompanionId.Value, c.Name.Value, c.BirthDate.Date))]
            ),
            VisitorJson.Web.MeAnswer
        );
    }

    private static async Task<IResult> Erase(
        HttpContext context,
        SessionGate gate,
        VisitorStore visitors,
        SessionCache cache,
        IssuerDatabase database,
        CancellationToken cancellationToken
    )
    {
        var (session, problem) = await gate.Admit(context);
        if (session is null)
        {
            return problem!.ToResult();
        }
        await visitors.Erase(session.VisitorId, cancellationToken);
        cache.Recheck(session.VisitorId);
        await database.AfterErasure(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> SignOut(
        HttpContext context,
        SessionGate gate,
        SessionStore sessions,
        SessionCache cache,
        CancellationToken cancellationToken
    )
    {
        var (session, problem) = await gate.Admit(context);
        if (session is null)
        {
            return problem!.ToResult();
        }
        await sessions.End(session.Hash, cancellationToken);
        cache.Recheck(session.VisitorId);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> AddCompanion(
        HttpContext context,
        SessionGate gate,
        VisitorStore visitors,
        SessionCache cache,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var (session, problem) = await gate.Admit(context);
        if (session is null)
        {
            return problem!.ToResult();
        }
        var body = await JsonBody.Read(context, VisitorJson.Web.CompanionRequest);
        if (body.Problem is { } malformed)
        {
            return malformed.ToResult();
        }
        var today = KoreanDay.Of(time.GetUtcNow());
        if (PersonName.Read(body.Value!.Name) is not { } name)
        {
            return IssuerProblems.Malformed("name").ToResult();
        }
        if (BirthDate.Read(body.Value.BirthDate, today) is not { } birthDate)
        {
            return IssuerProblems.Malformed("birthDate").ToResult();
        }
        if (
            birthDate.NeedsGuardianOn(today)
            && await visitors.Find(session.VisitorId, cancellationToken) is var visitor
            && visitor?.BirthDate.IsAdultOn(today) != true
        )
        {
            return (visitor is null ? IssuerProblems.SessionUnknown : IssuerProblems.GuardianRequired).ToResult();
        }
        if (await visitors.AddCompanion(session.VisitorId, name, birthDate, cancellationToken) is not { } id)
        {
            return IssuerProblems.CompanionsFull.ToResult();
        }
        cache.Recheck(session.VisitorId);
        return TypedResults.Json(
            new NewCompanionAnswer(id.Value),
            VisitorJson.Web.NewCompanionAnswer,
            statusCode: StatusCodes.Status201Created
        );
    }

    private static async Task<IResult> RemoveCompanion(
        HttpContext context,
        string id,
        SessionGate gate,
        VisitorStore visitors,
        SessionCache cache,
        IssuerDatabase database,
        CancellationToken cancellationToken
    )
    {
        var (session, problem) = await gate.Admit(context);
        if (session is null)
        {
            return problem!.ToResult();
        }
        if (Id.Parse(id) is not { } companionId || !await visitors.RemoveCompanion(session.VisitorId, companionId, cancellationToken))
        {
            return IssuerProblems.CompanionUnknown.ToResult();
        }
        cache.Recheck(session.VisitorId);
        await database.AfterErasure(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Accesses(
        HttpContext context,
        SessionGate gate,
        AccessNoticeStore notices,
        CancellationToken cancellationToken
    )
    {
        var (session, problem) = await gate.Admit(context);
        if (session is null)
        {
            return problem!.ToResult();
        }
        context.Response.Headers.CacheControl = "no-store";
        var visible = await notices.VisibleTo(session.VisitorId, cancellationToken);
        return TypedResults.Json(new AccessesAnswer(visible), VisitorJson.Web.AccessesAnswer);
    }
}

/// <param name="Name">1 to 60 characters.</param>
/// <param name="BirthDate">yyyy-MM-dd.</param>
internal sealed record CompanionRequest(string? Name, string? BirthDate);

/// <param name="CompanionId">Names the companion when fetching passes.</param>
internal sealed record NewCompanionAnswer(Guid CompanionId);

internal sealed record CompanionAnswer(Guid Id, string Name, DateOnly BirthDate);

internal sealed record MeAnswer(
    string Name,
    string Phone,
    DateOnly BirthDate,
    string ConsentVersion,
    DateTimeOffset ConsentedAt,
    DateTimeOffset SessionExpiresAt,
    IReadOnlyList<CompanionAnswer> Companions
);
