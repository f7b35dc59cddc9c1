using KiPass.Issuer.Problems;
using KiPass.Issuer.Sessions;

namespace KiPass.Issuer.Web;

/// <summary>Who asks: the session of the bearer token.</summary>
internal sealed class SessionGate(SessionCache sessions, AddressLimits addresses)
{
    /// <summary>The session, or why there is none. Guessing tokens is limited by address; sessions that exist are not.</summary>
    public ValueTask<(Session? Session, Problem? Problem)> Admit(HttpContext context)
    {
        var isToken = SessionToken.TryReadHeader(context.Request.Headers.Authorization.ToString(), out var hash);
        return isToken && sessions.Fresh(hash) is { } session ? new((session, null)) : Ask(context, isToken, hash);
    }

    private async ValueTask<(Session? Session, Problem? Problem)> Ask(HttpContext context, bool isToken, SessionHash hash)
    {
        var address = context.Connection.RemoteIpAddress;
        if (isToken && await sessions.Find(hash, context.RequestAborted) is { } session)
        {
            return (session, null);
        }
        return addresses.TryTake(LimitedAction.UnknownSession, address, out var wait)
            ? (null, IssuerProblems.SessionUnknown)
            : (null, IssuerProblems.TooMany(wait));
    }
}
