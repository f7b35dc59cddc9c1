using KiPass.Hosting.Demo;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Preferences;
using KiPass.Portal.Shared.Settings;
using Microsoft.AspNetCore.Identity;

namespace KiPass.Portal.Shared.Demo;

/// <summary>
/// The one-click sign-in of a demonstration's start page: <c>POST /account/demo</c> with a ticket, which counts as both factors. The route
/// exists only in a portal that <c>up --demo</c> started.
/// </summary>
internal static class DemoSignIn
{
    private const string Route = "/account/demo";

    public static void MapDemoSignIn(this WebApplication app, PortalSettings settings)
    {
        if (
            app.Services.GetService<DemoPeople>() is not { } people
            || !app.Services.GetRequiredService<LocalSignIn>().IsOn
            || DemoTickets.Of(settings.Data, settings.Demo, app.Services.GetRequiredService<TimeProvider>()) is not { } tickets
        )
        {
            return;
        }
        // The ticket takes the place of the form's token: it was issued to the start page, for this portal, once.
        app.MapPost(Route, (HttpContext http, SignIn signIn, UserManager<Account> accounts) => Enter(http, signIn, accounts))
            .AllowAnonymous()
            .DisableAntiforgery();

        async Task<IResult> Enter(HttpContext http, SignIn signIn, UserManager<Account> accounts)
        {
            if (!http.Request.HasFormContentType)
            {
                return Results.NotFound();
            }
            if (http.User.Identity?.IsAuthenticated == true)
            {
                // A request that ends a session cannot begin another one: the browser posts the same form again, without the cookie.
                await signIn.Leave();
                return Results.Redirect(Route, preserveMethod: true);
            }
            var form = await http.Request.ReadFormAsync();
            if (
                tickets.Redeem(settings.Program.Key, form["ticket"]) is not { } role
                || people.All.FirstOrDefault(person => person.RoleName == role) is not { } person
                || await accounts.FindByIdAsync($"{person.Id}") is not { DisabledAt: null } account
            )
            {
                return Results.NotFound();
            }
            // One browser plays several people, who must count as several where two are needed.
            BrowserDevice.Forget(http);
            await signIn.Enter(account, withSecondFactor: true);
            if (UserPreferences.Languages.Contains(form["language"].ToString()))
            {
                return Results.LocalRedirect($"/preferences/language/{form["language"]}?back={settings.Program.HomeAddress}");
            }
            return Results.LocalRedirect(settings.Program.HomeAddress);
        }
    }
}

/// <summary>The people whom the start page of a demonstration signs in.</summary>
public sealed record DemoPeople(IReadOnlyList<DemoPerson> All);
