using KiPass.Portal.Shared.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace KiPass.Portal.Officials.Access;

/// <summary>Which officials may open a page; each needs a second factor.</summary>
internal static class OfficialPolicies
{
    /// <summary>Any official's role.</summary>
    public const string Official = "official";

    /// <summary>Those who work on cases: officials and approvers. An administrator sees no case.</summary>
    public const string Investigator = "investigator";

    /// <summary>Those who approve trace orders.</summary>
    public const string Approver = "approver";

    /// <summary>Those who invite and remove officials.</summary>
    public const string Administrator = "administrator";

    public static void AddOfficialPolicies(this IServiceCollection services) =>
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Official, Roles(AccountRole.Official, AccountRole.Approver, AccountRole.Administrator))
            .AddPolicy(Investigator, Roles(AccountRole.Official, AccountRole.Approver))
            .AddPolicy(Approver, Roles(AccountRole.Approver))
            .AddPolicy(Administrator, Roles(AccountRole.Administrator));

    private static Action<AuthorizationPolicyBuilder> Roles(params AccountRole[] roles) =>
        policy => policy.RequireRole(roles.Select(role => role.ToString())).RequireClaim(AccountClaims.SecondFactor);
}
