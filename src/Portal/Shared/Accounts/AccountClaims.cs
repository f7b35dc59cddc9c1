using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Claims of a signed-in principal about its account.</summary>
public static class AccountClaims
{
    public const string Session = "session";
    public const string SecondFactor = "second-factor";

    /// <summary>
    /// AES key of the session, base64url. Pages encrypt unsaved input with it, so that the input is unreadable after the session ends.
    /// </summary>
    public const string DraftKey = "draft-key";

    /// <summary>The browser in which the session was started; see <see cref="BrowserDevice"/>.</summary>
    public const string Device = "device";
    public const string Role = ClaimTypes.Role;
    public const string Name = "display-name";
    public const string District = "district";

    /// <summary>The claims that belong to the session, not to the account. They must be copied when the principal is refreshed.</summary>
    public static IEnumerable<Claim> OfSession(this ClaimsPrincipal principal) =>
        principal.Claims.Where(claim => claim.Type is Session or SecondFactor or DraftKey or Device);

    public static Guid AccountId(this ClaimsPrincipal principal) =>
        Guid.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in."));

    public static string DisplayName(this ClaimsPrincipal principal) => principal.FindFirstValue(Name) ?? "";

    public static AccountRole AccountRole(this ClaimsPrincipal principal) =>
        Enum.Parse<AccountRole>(principal.FindFirstValue(Role) ?? throw new InvalidOperationException("Nobody is signed in."));
}

/// <summary>Adds role, name and jurisdiction to the principal.</summary>
internal sealed class AccountClaimsFactory(UserManager<Account> accounts, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account>(accounts, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(AccountClaims.Role, user.Role.ToString()));
        identity.AddClaim(new Claim(AccountClaims.Name, user.Name));
        identity.AddClaim(new Claim(AccountClaims.District, user.District));
        return identity;
    }
}
