using KiPass.Portal.Shared.Settings;
using Microsoft.AspNetCore.Antiforgery;

namespace KiPass.Portal.Officials.Agency;

/// <summary>
/// Turns local passwords, second factors, passkeys and invitations off while the agency's own sign-in is on. Their addresses answer like
/// addresses that do not exist, and the sign-in page starts the sign-in at the provider.
/// </summary>
internal static class LocalAccounts
{
    private static readonly PathString Account = "/account";
    private static readonly PathString SignInPage = "/account/sign-in";
    private static readonly PathString[] Closed =
    [
        "/account/sign-in",
        "/account/confirm",
        "/account/forgot",
        "/account/reset",
        "/account/invitation",
        "/account/invited",
        "/account/second-factor",
        "/account/passkeys",
    ];

    public static void UseAgencyAccountsOnly(this WebApplication app, AgencySettings agency)
    {
        if (!agency.IsOn)
        {
            return;
        }
        var portal = app.Services.GetRequiredService<PortalSettings>();
        app.Use(
            async (http, next) =>
            {
                var path = http.Request.Path;
                if (HttpMethods.IsGet(http.Request.Method) && Is(path, SignInPage))
                {
                    await AgencySignIn.Start(http, portal);
                }
                else if (
                    Closed.Any(closed => path.StartsWithSegments(closed, StringComparison.OrdinalIgnoreCase))
                    || (HttpMethods.IsPost(http.Request.Method) && Is(path, Account) && !await EndsSession(http))
                )
                {
                    http.Response.StatusCode = StatusCodes.Status404NotFound;
                }
                else
                {
                    await next(http);
                }
            }
        );
    }

    private static bool Is(PathString path, PathString address) =>
        path.StartsWithSegments(address, StringComparison.OrdinalIgnoreCase, out var rest) && (!rest.HasValue || rest == "/");

    // The account page still ends sessions of the own account.
    private static async Task<bool> EndsSession(HttpContext http) =>
        http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }
        && http.Request.HasFormContentType
        && (await http.Request.ReadFormAsync(http.RequestAborted))["_handler"] is [{ } handler]
        && handler.StartsWith("session", StringComparison.Ordinal);
}
