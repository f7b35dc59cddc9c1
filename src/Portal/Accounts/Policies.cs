using KiPass.Portal.Hosting;
using Microsoft.AspNetCore.Authorization;

namespace KiPass.Portal.Accounts;

/// <summary>Who may open a page. A page without a policy needs <see cref="Member"/>: the default is closed.</summary>
internal static class Policies
{
    /// <summary>Signed in; officials with a second factor.</summary>
    public const string Member = "member";

    /// <summary>Signed in, perhaps before the second factor is set up.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Any official's role, with a second factor.</summary>
    public const string Official = "official";

    /// <summary>Those who work on cases, with a second factor: officials and approvers. An administrator sees no case.</summary>
    public const string Investigator = "investigator";

    /// <summary>Those who approve, with a second factor.</summary>
    public const string Approver = "approver";

    /// <summary>Those who invite and remove officials, with a second factor.</summary>
    public const string Administrator = "administrator";

    public static void AddPolicies(this IServiceCollection services, PortalArea area)
    {
        var member = new AuthorizationPolicyBuilder().RequireAuthenticatedUser();
        if (area == PortalArea.Officials)
        {
            member.RequireClaim(AccountClaims.SecondFactor);
        }
        services
            .AddAuthorizationBuilder()
            .SetDefaultPolicy(member.Build())
            .SetFallbackPolicy(member.Build())
            .AddPolicy(Member, member.Build())
            .AddPolicy(SignedIn, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Official, Officials(AccountRole.Official, AccountRole.Approver, AccountRole.Administrator))
            .AddPolicy(Investigator, Officials(AccountRole.Official, AccountRole.Approver))
            .AddPolicy(Approver, Officials(AccountRole.Approver))
            .AddPolicy(Administrator, Officials(AccountRole.Administrator));
    }

    private static Action<AuthorizationPolicyBuilder> Officials(params AccountRole[] roles) =>
        policy => policy.RequireRole(roles.Select(role => role.ToString())).RequireClaim(AccountClaims.SecondFactor);
}
