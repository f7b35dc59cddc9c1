using System.Security.Claims;
using KiPass.Contracts.Access;
using KiPass.Portal.Shared.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace KiPass.Portal.Officials.Access;

/// <summary>The signed-in official (역학조사관). Always taken from the session, never from a form.</summary>
/// <param name="Id">The account.</param>
/// <param name="Jurisdiction">Where the official may act.</param>
/// <param name="Approves">Whether the role may approve.</param>
/// <param name="Device">The browser of the session; empty if it is not known.</param>
internal sealed record Official(Guid Id, Jurisdiction Jurisdiction, bool Approves, string Device = "")
{
    /// <summary>Whether the official may see cases of this jurisdiction.</summary>
    public bool Covers(string district) => Jurisdiction.Covers(new Jurisdiction(district));

    public static Official Of(ClaimsPrincipal user) =>
        new(
            user.AccountId(),
            new Jurisdiction(user.FindFirstValue(AccountClaims.District) ?? ""),
            user.AccountRole() == AccountRole.Approver,
            user.FindFirstValue(AccountClaims.Device) ?? ""
        );
}

/// <summary>Provides the official of the current page.</summary>
internal sealed class CurrentOfficial(AuthenticationStateProvider authentication)
{
    public async Task<Official> Get() => Official.Of((await authentication.GetAuthenticationStateAsync()).User);
}
