using System.Security.Claims;
using KiPass.Portal.Shared.Accounts.Events;
using KiPass.Portal.Shared.Accounts.Limits;
using KiPass.Portal.Shared.Accounts.Messages;
using KiPass.Portal.Shared.Settings;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// ASP.NET Core Identity on the portal's database: minimum password length, second factor, passkeys, revocable sessions.
/// </summary>
public static class AccountServices
{
    public const int PasswordLength = 12;

    public static void AddAccounts(this IServiceCollection services, PortalSettings settings)
    {
        services.AddDbContextFactory<AccountsDatabase>(options => AccountsSchema.Use(options, settings));
        services.AddProtection(settings);
        services
            .AddIdentityCore<Account>(Configure)
            .AddEntityFrameworkStores<AccountsDatabase>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<AccountClaimsFactory>();
        services.AddPolicies(settings.Program);
        services.AddCookies(settings);
        services.AddScoped<AuthenticationStateProvider, SessionWatch>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<SecondFactor>().AddScoped<RecoveryCodes>().AddScoped<SignUp>().AddScoped<SignIn>().AddScoped<Invitations>();
        services.AddScoped<PasswordResets>().AddScoped<AccountNames>().AddSingleton<PendingAccount>().AddSingleton<PublicAddress>();
        services.AddSingleton<Counters>().AddSingleton<MessageBudgets>().AddSingleton<SignInThrottle>().AddScoped<OneTimeCodes>();
        services.AddSingleton<DeferredWork>().AddHostedService(provider => provider.GetRequiredService<DeferredWork>());
        services.AddAccountEvents();
        services.AddSingleton(new LocalSignIn(IsOn: true));
        services.AddScoped<IAccountSessions>(provider => provider.GetRequiredService<SignIn>());
        if (settings.MessagesUrl is { } messages)
        {
            services.AddHttpClient<IMessageSender, MessageGateway>(http =>
            {
                http.BaseAddress = messages;
                http.Timeout = TimeSpan.FromSeconds(5);
            });
        }
        else
        {
            services.AddSingleton<SimulatedInbox>().AddSingleton<IMessageSender>(provider => provider.GetRequiredService<SimulatedInbox>());
        }
    }

    private static void Configure(IdentityOptions options)
    {
        options.User.RequireUniqueEmail = true;
        options.SignIn.RequireConfirmedEmail = true;
        options.SignIn.RequireConfirmedPhoneNumber = true;
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        // Length makes a password strong (NIST SP 800-63B). Composition rules only make it hard to remember.
        var password = options.Password;
        password.RequiredLength = PasswordLength;
        password.RequiredUniqueChars = 5;
        password.RequireDigit = password.RequireLowercase = password.RequireUppercase = password.RequireNonAlphanumeric = false;
    }

    private static void AddCookies(this IServiceCollection services, PortalSettings settings)
    {
        var program = settings.Program;
        services.AddAntiforgery(options => options.Cookie = new HostCookie(program.Slug + "-form") { SameSite = SameSiteMode.Strict });
        services.Configure<IdentityPasskeyOptions>(options => options.UserVerificationRequirement = "required");
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddSingleton<SessionStore>();
        services
            .AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<SessionStore>(
                (options, sessions) =>
                {
                    options.SessionStore = sessions;
                    options.Cookie = new HostCookie(program.Slug);
                    options.LoginPath = options.AccessDeniedPath = "/account/sign-in";
                    options.ReturnUrlParameter = "back";
                    options.ExpireTimeSpan = program.SessionLifetime;
                    options.Events.OnRedirectToAccessDenied = context => Deny(context, program);
                }
            );
        // Identity recreates the principal from the account every 30 minutes and drops the claims of the session.
        services.Configure<SecurityStampValidatorOptions>(options =>
            options.OnRefreshingPrincipal = refresh =>
            {
                ((ClaimsIdentity)refresh.NewPrincipal!.Identity!).AddClaims(refresh.CurrentPrincipal!.OfSession());
                return Task.CompletedTask;
            }
        );
        services.Configure<CookieAuthenticationOptions>(
            IdentityConstants.TwoFactorUserIdScheme,
            options => options.Cookie = new HostCookie(program.Slug + "-second-factor")
        );
    }

    // A signed-in user must not learn which pages exist for others. A user who still needs a second factor is sent to its setup.
    private static Task Deny(
        Microsoft.AspNetCore.Authentication.RedirectContext<CookieAuthenticationOptions> context,
        PortalProgram program
    )
    {
        if (program.RequiresSecondFactor && !context.HttpContext.User.HasClaim(claim => claim.Type == AccountClaims.SecondFactor))
        {
            context.Response.Redirect("/account/second-factor");
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        return Task.CompletedTask;
    }
}
