using KiPass.Portal.Shared.Settings;
using Microsoft.AspNetCore.Authorization;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Who may open a page of either portal. A page without a policy needs <see cref="Member"/>: the default is closed.</summary>
public static class Policies
{
    /// <summary>Signed in, with a second factor where the portal requires one.</summary>
    public const string Member = "member";

    /// <summary>Signed in, perhaps before the second factor is set up.</summary>
    public const string SignedIn = "signed-in";

    public static void AddPolicies(this IServiceCollection services, PortalProgram program)
    {
        var member = new AuthorizationPolicyBuilder().RequireAuthenticatedUser();
        if (program.RequiresSecondFactor)
        {
            member.RequireClaim(AccountClaims.SecondFactor);
        }
        services
            .AddAuthorizationBuilder()
            .SetDefaultPolicy(member.Build())
            .SetFallbackPolicy(member.Build())
            .AddPolicy(Member, member.Build())
            .AddPolicy(SignedIn, policy => policy.RequireAuthenticatedUser());
    }
}
