using KiPass.Portal.Shared.Settings;
using Microsoft.AspNetCore.Authorization;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Authorization policies of both portals. A page without a policy requires <see cref="Member"/>.</summary>
public static class Policies
{
    /// <summary>Signed in, with a second factor if the portal requires one.</summary>
    public const string Member = "member";

    /// <summary>Signed in, with or without a second factor.</summary>
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
