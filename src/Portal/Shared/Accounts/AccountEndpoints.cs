using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Endpoints of the account pages: sign-out, and the options for creating and requesting a passkey.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/account");
        account.MapPost("/sign-out", SignOut).RequireAuthorization(Policies.SignedIn);
        account.MapPost("/passkeys/creation-options", CreationOptions).RequireAuthorization(Policies.SignedIn);
        account.MapPost("/passkeys/request-options", RequestOptions).AllowAnonymous();
    }

    private static async Task<IResult> SignOut(SignIn signIn, [FromForm] string? unused = null)
    {
        await signIn.Leave();
        return Results.LocalRedirect("/");
    }

    private static async Task<IResult> CreationOptions(
        HttpContext http,
        UserManager<Account> accounts,
        SignInManager<Account> signIns,
        SessionStore sessions,
        IAntiforgery antiforgery
    )
    {
        if (
            !await antiforgery.IsRequestValidAsync(http)
            || !await sessions.IsFresh(http.User)
            || await accounts.GetUserAsync(http.User) is not { } account
        )
        {
            return Results.BadRequest();
        }
        var options = await signIns.MakePasskeyCreationOptionsAsync(
            new()
            {
                Id = account.Id.ToString(),
                Name = account.Email!,
                DisplayName = account.Name,
            }
        );
        return Results.Content(options, "application/json");
    }

    private static async Task<IResult> RequestOptions(HttpContext http, SignInManager<Account> signIns, IAntiforgery antiforgery) =>
        await antiforgery.IsRequestValidAsync(http)
            ? Results.Content(await signIns.MakePasskeyRequestOptionsAsync(null), "application/json")
            : Results.BadRequest();
}
