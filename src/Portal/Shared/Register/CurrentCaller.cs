using System.Security.Claims;
using KiPass.Contracts.Access;
using KiPass.Portal.Shared.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace KiPass.Portal.Shared.Register;

/// <summary>Converts the signed-in account to a <see cref="Caller"/> of the register.</summary>
public sealed class CurrentCaller(AuthenticationStateProvider authentication)
{
    public async Task<Caller> Get() => Of((await authentication.GetAuthenticationStateAsync()).User);

    public static Caller Of(ClaimsPrincipal user)
    {
        var account = user.AccountId().ToString();
        var jurisdiction = new Jurisdiction(user.FindFirstValue(AccountClaims.District) ?? "");
        return user.AccountRole() switch
        {
            AccountRole.Owner => Caller.Account(account),
            AccountRole.Official => Caller.Official(account, jurisdiction),
            AccountRole.Approver => Caller.Approver(account, jurisdiction),
            _ => new Caller(account, CallerRole.Administrator),
        };
    }
}
