using KiPass.Hosting.Problems;
using KiPass.Issuer.Accesses;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Sessions;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Web;
using KiPass.Tokens;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KiPass.Issuer.Visitors;

/// <summary>What visitors see and change of their own: data, companions, accesses, the account itself.</summary>
internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapGroup("/v1/me").WithTags("Me").RequireSession().NeverCached();
        me.MapGet("/", Show).WithSummary("The data that is stored about the visitor.");
        me.MapDelete("/", Erase)
            .WithSummary("Erase the visitor: data, companions, sessions. Passes issued before can no longer be resolved.");
        me.MapDelete("/session", SignOut).WithSummary("End this session.");
        me.MapPost("/companions", AddCompanion)
            .WithSummary("Register an accompanying person without a phone; at most 10.")
            .ReadsJson()
            .ProducesProblems(IssuerProblems.GuardianRequired, IssuerProblems.CompanionsFull);
        me.MapDelete("/companions/{id}", RemoveCompanion)
            .WithSummary("Remove a companion.")
            .ProducesProblems(IssuerProblems.CompanionUnknown);
        me.MapGet("/accesses", Accesses)
            .WithSummary("When an investigation accessed the visitor's data; shown once the order's delay is over.");
    }

    private static async Task<Results<Ok<MeAnswer>, ProblemResult>> Show(
        HttpContext context,
        VisitorStore visitors,
        CancellationToken cancellationToken
    )
    {
        var session = context.Session();
        if (await visitors.Find(session.VisitorId, cancellationToken) is not { } visitor)
        {
            return IssuerProblems.SessionUnknown.ToResult();
        }
        var companions = await visitors.Companions(session.VisitorId, cancellationToken);
        return TypedResults.Ok(
            new MeAnswer(
                visitor.Name.Value,
                visitor.Phone.Value,
                visitor.BirthDate.Date,
                visitor.ConsentVersion,
                visitor.ConsentedAt,
                session.Current.Facts.ExpiresAt,
                [.. companions.Select(c => new CompanionAnswer(c.CompanionId.Value, c.Name.Value, c.BirthDate.Date))]
            )
        );
    }

    private static async Task<NoContent> Erase(
        HttpContext context,
        VisitorStore visitors,
        SessionCache cache,
        IssuerDatabase database,
        CancellationToken cancellationToken
    )
    {
        var visitorId = context.Session().VisitorId;
        await visitors.Erase(visitorId, cancellationToken);
        cache.Recheck(visitorId);
        await database.AfterErasure(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> SignOut(
        HttpContext context,
        SessionStore sessions,
        SessionCache cache,
        CancellationToken cancellationToken
    )
    {
        var session = context.Session();
        await sessions.End(session.Hash, cancellationToken);
        cache.Recheck(session.VisitorId);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Created<NewCompanionAnswer>, ProblemResult>> AddCompanion(
        HttpContext context,
        CompanionRequest request,
        VisitorStore visitors,
        SessionCache cache,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var visitorId = context.Session().VisitorId;
        var today = KoreanDay.Of(time.GetUtcNow());
        if (PersonName.Read(request.Name) is not { } name)
        {
            return IssuerProblems.Malformed("name");
        }
        if (BirthDate.Read(request.BirthDate, today) is not { } birthDate)
        {
            return IssuerProblems.Malformed("birthDate");
        }
        if (
            birthDate.NeedsGuardianOn(today)
            && await visitors.Find(visitorId, cancellationToken) is var visitor
            && visitor?.BirthDate.IsAdultOn(today) != true
        )
        {
            return (visitor is null ? IssuerProblems.SessionUnknown : IssuerProblems.GuardianRequired).ToResult();
        }
        if (await visitors.AddCompanion(visitorId, name, birthDate, cancellationToken) is not { } id)
        {
            return IssuerProblems.CompanionsFull.ToResult();
        }
        cache.Recheck(visitorId);
        return TypedResults.Created((string?)null, new NewCompanionAnswer(id.Value));
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveCompanion(
        HttpContext context,
        string id,
        VisitorStore visitors,
        SessionCache cache,
        IssuerDatabase database,
        CancellationToken cancellationToken
    )
    {
        var visitorId = context.Session().VisitorId;
        if (Id.Parse(id) is not { } companionId || !await visitors.RemoveCompanion(visitorId, companionId, cancellationToken))
        {
            return IssuerProblems.CompanionUnknown.ToResult();
        }
        cache.Recheck(visitorId);
        await database.AfterErasure(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<AccessesAnswer>> Accesses(
        HttpContext context,
        AccessNoticeStore notices,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(new AccessesAnswer(await notices.VisibleTo(context.Session().VisitorId, cancellationToken)));
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
