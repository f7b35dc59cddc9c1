using System.Security.Claims;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KiPass.Portal.Shared.Tests.Accounts;

public sealed class SessionTests
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(31);

    [Fact]
    public async Task Security_stamp_revalidation_keeps_the_second_factor_and_session_entry()
    {
        using var accounts = new AccountsFixture(TestPrograms.Officials);
        var id = await accounts.SignedUp("official@example.com", AccountRole.Official);
        var key = await SignIn(accounts, id);
        accounts.Time.Advance(Later);

        var principal = await LookAgain(accounts, key);

        Assert.NotNull(principal);
        var sessions = await accounts.Request(request =>
            request.GetRequiredService<AccountsDatabase>().Sessions.AsNoTracking().ToListAsync()
        );
        Assert.Equal(Assert.Single(sessions).Id, principal.FindFirstValue(AccountClaims.Session));
        Assert.True(principal.HasClaim(claim => claim.Type == AccountClaims.SecondFactor));
        Assert.Equal(
            32,
            Convert.FromBase64String(principal.FindFirstValue(AccountClaims.DraftKey)!.Replace('-', '+').Replace('_', '/') + "=").Length
        );
        Assert.Equal(AccountRole.Official, principal.AccountRole());
    }

    [Fact]
    public async Task A_password_change_in_another_session_ends_this_session()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();
        var key = await SignIn(accounts, id);
        await accounts.Request(async request =>
        {
            var manager = request.GetRequiredService<UserManager<Account>>();
            var account = (await manager.FindByIdAsync(id.ToString()))!;
            return await manager.ChangePasswordAsync(account, AccountsFixture.Password, "another long sentence it is");
        });
        accounts.Time.Advance(Later);

        Assert.Null(await LookAgain(accounts, key));
    }

    [Fact]
    public async Task A_session_key_is_invalid_after_its_session_is_removed_or_expires()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();
        var (removed, old) = (await SignIn(accounts, id), await SignIn(accounts, id));
        Assert.NotNull(await Ticket(accounts, removed));

        await accounts.Request(async request =>
        {
            await request.GetRequiredService<SessionStore>().RemoveAsync(removed);
            return true;
        });
        Assert.Null(await Ticket(accounts, removed));
        Assert.NotNull(await Ticket(accounts, old));
        accounts.Time.Advance(TimeSpan.FromHours(13));
        Assert.Null(await Ticket(accounts, old));
    }

    private static Task<string> SignIn(AccountsFixture accounts, Guid id) =>
        accounts.Request(async request =>
        {
            var manager = request.GetRequiredService<UserManager<Account>>();
            var account = (await manager.FindByIdAsync(id.ToString()))!;
            var principal = await request.GetRequiredService<SignInManager<Account>>().CreateUserPrincipalAsync(account);
            ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(AccountClaims.SecondFactor, "yes"));
            var now = accounts.Time.GetUtcNow();
            var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(12) };
            return await request
                .GetRequiredService<SessionStore>()
                .StoreAsync(new AuthenticationTicket(principal, properties, IdentityConstants.ApplicationScheme));
        });

    private static Task<AuthenticationTicket?> Ticket(AccountsFixture accounts, string key) =>
        accounts.Request(request => request.GetRequiredService<SessionStore>().RetrieveAsync(key));

    // What the cookie handler does with every request; it does its work once the session is half an hour old.
    private static Task<ClaimsPrincipal?> LookAgain(AccountsFixture accounts, string key) =>
        accounts.Request(async request =>
        {
            var ticket = await request.GetRequiredService<SessionStore>().RetrieveAsync(key);
            var options = request
                .GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
                .Get(IdentityConstants.ApplicationScheme);
            var scheme = new AuthenticationScheme(IdentityConstants.ApplicationScheme, null, typeof(CookieAuthenticationHandler));
            var http = request.GetRequiredService<IHttpContextAccessor>().HttpContext!;
            var context = new CookieValidatePrincipalContext(http, scheme, options, ticket!);
            await options.Events.ValidatePrincipal(context);
            return context.Principal;
        });
}
