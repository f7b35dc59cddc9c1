using System.Net;
using System.Security.Claims;
using KiPass.Portal.Shared.Accounts.Events;
using KiPass.Portal.Shared.Accounts.Limits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>The outcome of a sign-in.</summary>
internal enum SignInOutcome
{
    SignedIn,
    SecondFactorNeeded,
    CodesNeeded,

    /// <summary>
    /// The account is unknown or not verified, the password is wrong, or there were too many wrong attempts. The outcome is the same, so
    /// that nobody can tell which.
    /// </summary>
    Refused,
}

/// <summary>Signs users in and out.</summary>
internal sealed class SignIn(
    SignInManager<Account> signIns,
    UserManager<Account> accounts,
    SecondFactor secondFactor,
    SignInThrottle throttle,
    IAccountAudit audit
) : IAccountSessions
{
    // Verify a hash for unknown addresses too, so that the response time does not reveal whether an account exists.
    private static readonly Account Nobody = new();
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, Secrets.New());

    private HttpContext Http => signIns.Context;

    /// <summary>
    /// Does the same work for an unknown, an unverified and a throttled account as for a wrong password, and answers the same.
    /// </summary>
    public async Task<(SignInOutcome Outcome, Account? Account)> WithPassword(string email, string password)
    {
        var account = await accounts.FindByEmailAsync(email.Trim());
        var mayTry = await throttle.Take(email, From);
        if (!await IsRight(account, password) || account is not { DisabledAt: null } || !mayTry)
        {
            audit.Refused(
                account is null ? SignInRefusal.UnknownAccount
                    : mayTry && account.DisabledAt is null ? SignInRefusal.WrongPassword
                    : SignInRefusal.Locked,
                account?.Id
            );
            return (SignInOutcome.Refused, null);
        }
        if (!await signIns.CanSignInAsync(account))
        {
            await throttle.Undo(email, From);
            return (SignInOutcome.CodesNeeded, account);
        }
        if (account.TwoFactorEnabled)
        {
            await throttle.Undo(email, From);
            var half = new ClaimsIdentity(IdentityConstants.TwoFactorUserIdScheme);
            half.AddClaim(new Claim(ClaimTypes.Name, account.Id.ToString()));
            await Http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(half));
            return (SignInOutcome.SecondFactorNeeded, account);
        }
        await throttle.Succeeded(email, From, account.Id);
        await Enter(account, withSecondFactor: false);
        return (SignInOutcome.SignedIn, account);
    }

    /// <summary>Checks the password of a signed-in user, with the same limits as at sign-in.</summary>
    public async Task<bool> Knows(Account account, string password)
    {
        if (!await throttle.Take(account.Email!, From) || !await IsRight(account, password))
        {
            return false;
        }
        await throttle.Succeeded(account.Email!, From, account.Id);
        return true;
    }

    /// <summary>Address of the sign-in page for a user who must sign in again and then continues at <paramref name="page"/>.</summary>
    public static string AgainFor(string page) => $"/account/sign-in?done=again&back={Uri.EscapeDataString(page)}";

    /// <summary>Gets the account that entered the correct password but not yet its second factor.</summary>
    public Task<Account?> HalfSignedIn() => signIns.GetTwoFactorAuthenticationUserAsync();

    public async Task<bool> WithSecondFactor(Account account, string code, bool isRecoveryCode)
    {
        if (account.DisabledAt is not null || !await throttle.Take(account.Email!, From) || !await throttle.TakeCode(account.Id))
        {
            audit.Refused(SignInRefusal.Locked, account.Id);
            return false;
        }
        if (!(isRecoveryCode ? await secondFactor.Redeems(account, code) : await secondFactor.Accepts(account, code)))
        {
            audit.Refused(SignInRefusal.WrongCode, account.Id);
            return false;
        }
        await throttle.Succeeded(account.Email!, From, account.Id);
        await Http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await Enter(account, withSecondFactor: true);
        return true;
    }

    /// <summary>
    /// Signs in with a passkey that verified its user, which counts as both factors. Never throttled, because a passkey cannot be guessed.
    /// </summary>
    public async Task<bool> WithPasskey(string credentialJson)
    {
        var assertion = await signIns.PerformPasskeyAssertionAsync(credentialJson);
        if (
            !assertion.Succeeded
            || !assertion.Passkey.IsUserVerified
            || assertion.User.DisabledAt is not null
            || !await signIns.CanSignInAsync(assertion.User)
        )
        {
            audit.Refused(SignInRefusal.WrongPasskey, assertion.User?.Id);
            return false;
        }
        await accounts.AddOrUpdatePasskeyAsync(assertion.User, assertion.Passkey);
        await Enter(assertion.User, withSecondFactor: true);
        return true;
    }

    /// <summary>Starts a session. Ends an earlier session of this browser.</summary>
    public async Task Enter(Account account, bool withSecondFactor)
    {
        if (Http.User.Identity?.IsAuthenticated == true)
        {
            await Leave();
        }
        await audit.Record(AccountEventKind.SignedIn, account.Id);
        Claim[] claims = withSecondFactor ? [new Claim(AccountClaims.SecondFactor, "yes")] : [];
        await signIns.SignInWithClaimsAsync(account, isPersistent: false, claims);
    }

    public Task Leave() => Http.SignOutAsync(IdentityConstants.ApplicationScheme);

    private IPAddress? From => Http.Connection.RemoteIpAddress;

    private Task<bool> IsRight(Account? account, string password)
    {
        if (account?.PasswordHash is not null)
        {
            return accounts.CheckPasswordAsync(account, password);
        }
        accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password);
        return Task.FromResult(false);
    }
}
