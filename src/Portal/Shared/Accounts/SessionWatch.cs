using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Ends an open page within 10 s after its session was revoked.</summary>
internal sealed class SessionWatch(ILoggerFactory log, SessionStore sessions) : RevalidatingServerAuthenticationStateProvider(log)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(10);

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    ) =>
        authenticationState.User.FindFirst(AccountClaims.Session) is { } session && await sessions.Stands(session.Value, cancellationToken);
}
