using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Grains.Calls;
using KiPass.Hosting.Problems;
using KiPass.Hosting.Tls;
using KiPass.Silo.Health;
using KiPass.Silo.Trust;
using KiPass.Tokens.Calls;
using KiPass.Tokens.Keys;

namespace KiPass.Silo.Portals;

/// <summary>
/// Decides whether a portal may make a call, before its body is read: the certificate of the connection, then the call token. Nothing else in
/// the request says who calls.
/// </summary>
internal sealed class CallGate(
    PortalConnections connections,
    PinnedPeers peers,
    MachineClock clock,
    MemoryPressure memory,
    CallMetrics metrics,
    IGrainFactory grains,
    TimeProvider time
)
{
    private const string Scheme = "Bearer ";

    /// <summary>Returns the claims, or why the call is refused. Each refusal is counted by reason.</summary>
    public async ValueTask<(CallClaims? Claims, Problem? Problem)> Check(HttpContext context, RegisterCall call)
    {
        if (!clock.IsRight || memory.IsHigh)
        {
            return Refuse(PortalProblems.Unavailable, clock.IsRight ? "memory" : "clock");
        }
        if (!IsCertified(context, call.Portal))
        {
            return Refuse(PortalProblems.CallNotPermitted, "certificate");
        }
        var header = context.Request.Headers.Authorization;
        var token =
            header.Count == 1 && header[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[0]![Scheme.Length..] : null;
        if (
            KeyOf(call.Portal) is not { } key
            || CallToken.Verify(token, key, RegisterCall.NameOf(call.Portal), "POST", call.Path, time.GetUtcNow()) is not { } claims
        )
        {
            return Refuse(PortalProblems.CallNotAuthentic, "token");
        }
        if (RoleOf(claims, call) is null)
        {
            return Refuse(PortalProblems.CallNotPermitted, "role");
        }
        return await grains.GetGrain<IUsedCallsGrain>(IUsedCallsGrain.KeyOf(claims.Id)).Use(claims.Id)
            ? (claims, null)
            : Refuse(PortalProblems.CallNotAuthentic, "replay");
    }

    /// <summary>The account that the claims name. Only for claims that <see cref="Check"/> returned for this call.</summary>
    public static Caller CallerOf(CallClaims claims, RegisterCall call) =>
        new(claims.Subject, RoleOf(claims, call)!.Value, new Jurisdiction(claims.District));

    /// <summary>Counts a call whose body is not the one that was signed.</summary>
    public Problem RefuseBody() => Refuse(PortalProblems.CallNotAuthentic, "body").Problem!;

    private static CallerRole? RoleOf(CallClaims claims, RegisterCall call) =>
        call.Roles.Where(role => RegisterCall.NameOf(role) == claims.Role).Select(role => (CallerRole?)role).FirstOrDefault();

    private bool IsCertified(HttpContext context, CallingPortal portal) =>
        !connections.Certified
        || (
            context.Connection.ClientCertificate is { } certificate
            && RegisterCertificates.IsFor(certificate, RegisterCertificates.NameOf(RegisterCall.NameOf(portal)))
        );

    private EcJwk? KeyOf(CallingPortal portal) => portal == CallingPortal.Owners ? peers.Owners?.SigningKey : peers.Authority.SigningKey;

    private (CallClaims? Claims, Problem? Problem) Refuse(Problem problem, string reason)
    {
        metrics.Refused(reason);
        return (null, problem);
    }
}

/// <summary>How portals connect.</summary>
/// <param name="Certified">Whether certificates are set. Without them, the server listens on the loopback address only.</param>
internal sealed record PortalConnections(bool Certified);
