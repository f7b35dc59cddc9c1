using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Accounts.Events;
using KiPass.Portal.Shared.Preferences;
using KiPass.Portal.Shared.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace KiPass.Portal.Officials.Agency;

/// <summary>
/// Signs staff in at the agency's OpenID provider: authorization code flow with PKCE, state and nonce. The ID token must be signed with an
/// asymmetric key of the provider. No token of the provider is stored.
/// </summary>
internal static class AgencySignIn
{
    public const string Scheme = "agency";
    public const string Callback = "/account/agency/callback";
    public const string RefusedAddress = "/account/agency/refused";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public static void AddAgencySignIn(this IServiceCollection services, PortalSettings portal, AgencySettings agency)
    {
        services.AddSingleton(agency).AddScoped<AgencyAccounts>();
        if (agency.IsOn)
        {
            services.AddSingleton(new LocalSignIn(IsOn: false));
            // The handler logs whole exceptions, which anybody can cause. The portal logs one line.
            services.AddLogging(log => log.AddFilter(typeof(OpenIdConnectHandler).FullName, LogLevel.None));
            services.AddAuthentication().AddOpenIdConnect(Scheme, options => Configure(options, portal, agency));
        }
    }

    /// <summary>Starts a sign-in at the provider.</summary>
    public static Task Start(HttpContext http, PortalSettings portal) =>
        http.ChallengeAsync(
            Scheme,
            new AuthenticationProperties
            {
                RedirectUri = http.Request.Query["back"] is [{ } back] && UserPreferences.IsLocal(back) ? back : portal.Program.HomeAddress,
            }
        );

    private static void Configure(OpenIdConnectOptions options, PortalSettings portal, AgencySettings agency)
    {
        (options.Authority, options.ClientId, options.ClientSecret) = (agency.Authority, agency.ClientId, agency.ClientSecret);
        options.RequireHttpsMetadata = !new Uri(agency.Authority).IsLoopback;
        options.CallbackPath = Callback;
        options.SignInScheme = IdentityConstants.ExternalScheme;
        (options.ResponseType, options.ResponseMode) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query);
        options.UsePkce = true;
        options.Scope.Add("email");
        options.Scope.Add("phone");
        (options.MapInboundClaims, options.SaveTokens, options.DisableTelemetry) = (false, false, true);
        // The handler removes these, but they prove the second factor and identify the person.
        foreach (var claim in new[] { "iss", "acr", "amr" })
        {
            options.ClaimActions.Remove(claim);
        }
        options.TokenValidationParameters.ClockSkew = Skew;
        options.TokenValidationParameters.ValidAlgorithms =
        [
            SecurityAlgorithms.RsaSha256,
            SecurityAlgorithms.RsaSsaPssSha256,
            SecurityAlgorithms.EcdsaSha256,
        ];
        foreach (var cookie in new[] { options.NonceCookie, options.CorrelationCookie })
        {
            (cookie.SameSite, cookie.SecurePolicy, cookie.HttpOnly) = (SameSiteMode.Lax, CookieSecurePolicy.Always, true);
        }
        options.Events.OnRedirectToIdentityProvider = context =>
        {
            context.ProtocolMessage.AcrValues = agency.AcrValues.Length > 0 ? agency.AcrValues : null;
            if (portal.PublicUrl is { } own)
            {
                context.ProtocolMessage.RedirectUri = new Uri(own, Callback).ToString();
            }
            return Task.CompletedTask;
        };
        options.Events.OnTokenResponseReceived = context =>
        {
            // In the code flow, the handler accepts an unsigned token, because it comes over TLS. This portal does not.
            if (context.TokenEndpointResponse.IdToken?.Split('.') is not [_, _, { Length: > 0 }])
            {
                context.Fail(new SecurityTokenInvalidSignatureException("The ID token is not signed."));
            }
            return Task.CompletedTask;
        };
        options.Events.OnTicketReceived = Enter;
        options.Events.OnRemoteFailure = context =>
        {
            context
                .HttpContext.RequestServices.GetRequiredService<ILogger<AgencySettings>>()
                .LogWarning("A sign-in at the agency failed: {Reason}", context.Failure?.GetType().Name);
            Refuse(context, AgencyOutcome.Failed);
            return Task.CompletedTask;
        };
    }

    private static async Task Enter(TicketReceivedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var (outcome, accountId) = await services.GetRequiredService<AgencyAccounts>().Enter(context.Principal!);
        if (outcome != AgencyOutcome.SignedIn)
        {
            Refuse(context, outcome);
            return;
        }
        var account = await services.GetRequiredService<UserManager<Account>>().FindByIdAsync($"{accountId}");
        await services.GetRequiredService<IAccountSessions>().Enter(account!, withSecondFactor: true);
        context.HandleResponse();
        context.Response.Redirect(context.ReturnUri ?? "/");
    }

    private static void Refuse(HandleRequestContext<RemoteAuthenticationOptions> context, AgencyOutcome outcome)
    {
        context.HttpContext.RequestServices.GetRequiredService<IAccountAudit>().Refused(SignInRefusal.Agency, null);
        context.HandleResponse();
        context.Response.Redirect($"{RefusedAddress}?reason={outcome}");
    }
}
