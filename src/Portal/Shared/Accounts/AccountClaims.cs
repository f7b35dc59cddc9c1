using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>What a signed-in principal says about its account.</summary>
public static class AccountClaims
{
    public const string Session = "session";
    public const string SecondFactor = "second-factor";

    /// <summary>AES key of the session, base64url: pages seal with it what was typed and not saved, so that it is worth nothing afterwards.</summary>
    public const string DraftKey = "draft-key";
    public const string Role = ClaimTypes.Role;
    public const string Name = "display-name";
    public const string District = "district";

    /// <summary>What belongs to the session and not to the account: a principal that is made anew takes it over.</summary>
    public static IEnumerable<Claim> OfSession(this ClaimsPrincipal principal) =>
        principal.Claims.Where(claim => claim.Type is Session or SecondFactor or DraftKey);

    public static Guid AccountId(this ClaimsPrincipal principal) =>
        Guid.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in."));

    public static string DisplayName(this ClaimsPrincipal principal) => principal.FindFirstValue(Name) ?? "";

    public static AccountRole AccountRole(this ClaimsPrincipal principal) =>
        Enum.Parse<AccountRole>(principal.FindFirstValue(Role) ?? throw new InvalidOperationException("Nobody is signed in."));
}

/// <summary>Puts role, name and jurisdiction into the principal.</summary>
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
