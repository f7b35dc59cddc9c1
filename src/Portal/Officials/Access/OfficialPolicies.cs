using KiPass.Portal.Shared.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace KiPass.Portal.Officials.Access;

/// <summary>Authorization policies of the officials' pages. All of them require a second factor.</summary>
internal static class OfficialPolicies
{
    /// <summary>Any role of an official.</summary>
    public const string Official = "official";

    /// <summary>Officials and approvers, who work on cases. Administrators cannot see cases.</summary>
    public const string Investigator = "investigator";

    /// <summary>Approvers of trace orders.</summary>
    public const string Approver = "approver";

    /// <summary>Administrators, who invite and remove officials.</summary>
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
