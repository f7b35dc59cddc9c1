using KiPass.Hosting.Problems;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Sessions;
using Microsoft.AspNetCore.Http.Features;

namespace KiPass.Issuer.Web;

/// <summary>Requires the session of a bearer token.</summary>
internal sealed class SessionGate(SessionCache sessions, AddressLimits addresses)
{
    /// <summary>Null when the request has a session. Guessing tokens is limited by address; existing sessions are not.</summary>
    public ValueTask<ProblemResult?> Check(HttpContext context)
    {
        if (!SessionToken.TryReadHeader(context.Request.Headers.Authorization.ToString(), out var hash))
        {
            return new(Refuse(context));
        }
        if (sessions.Fresh(hash) is { } session)
        {
            context.Features.Set(session);
            return default;
        }
        return Find(context, hash);
    }

    private async ValueTask<ProblemResult?> Find(HttpContext context, SessionHash hash)
    {
        if (await sessions.Find(hash, context.RequestAborted) is not { } session)
        {
            return Refuse(context);
        }
        context.Features.Set(session);
        return null;
    }

    private ProblemResult Refuse(HttpContext context) =>
        addresses.TryTake(LimitedAction.UnknownSession, context.Connection.RemoteIpAddress, out var wait)
            ? IssuerProblems.SessionUnknown.ToResult()
            : IssuerProblems.TooManyRequests.ToResult(wait);
}

/// <summary>Routes of a visitor.</summary>
internal static class SessionGates
{
    /// <summary>Requires a session on the routes of a group, before a body is read.</summary>
    public static RouteGroupBuilder RequireSession(this RouteGroupBuilder group) =>
        group
            .RequireBeforeBinding(static context => context.RequestServices.GetRequiredService<SessionGate>().Check(context))
            .ProducesProblems(IssuerProblems.SessionUnknown, IssuerProblems.TooManyRequests, IssuerProblems.Unavailable);

    /// <summary>The session of the request.</summary>
    public static Session Session(this HttpContext context) => context.Features.GetRequiredFeature<Session>();
}
