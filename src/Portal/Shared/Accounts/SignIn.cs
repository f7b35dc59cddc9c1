using System.Security.Claims;
using KiPass.Portal.Shared.Accounts.Events;
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
    /// The account is unknown, the password is wrong, or the account is locked after five failed attempts. The outcome is the same, so that
    /// nobody can tell which.
    /// </summary>
    Refused,
}

/// <summary>Signs users in and out.</summary>
internal sealed class SignIn(SignInManager<Account> signIns, UserManager<Account> accounts, SecondFactor secondFactor, IAccountAudit audit)
    : IAccountSessions
{
    // Verify a hash for unknown addresses too, so that the response time does not reveal whether an account exists.
    private static readonly Account Nobody = new();
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, Secrets.New());

    private HttpContext Http => signIns.Context;

    public async Task<(SignInOutcome Outcome, Account? Account)> WithPassword(string email, string password)
    {
        var account = await accounts.FindByEmailAsync(email.Trim());
        if (account is null)
        {
            accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password);
            audit.Refused(SignInRefusal.UnknownAccount, null);
            return (SignInOutcome.Refused, null);
        }
        if (await accounts.IsLockedOutAsync(account))
        {
            audit.Refused(SignInRefusal.Locked, account.Id);
            return (SignInOutcome.Refused, account);
        }
        if (!await accounts.CheckPasswordAsync(account, password))
        {
            await accounts.AccessFailedAsync(account);
            audit.Refused(SignInRefusal.WrongPassword, account.Id);
            return (SignInOutcome.Refused, account);
        }
        if (!await signIns.CanSignInAsync(account))
        {
            return (SignInOutcome.CodesNeeded, account);
        }
        if (account.TwoFactorEnabled)
        {
            var half = new ClaimsIdentity(IdentityConstants.TwoFactorUserIdScheme);
            half.AddClaim(new Claim(ClaimTypes.Name, account.Id.ToString()));
            await Http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(half));
            return (SignInOutcome.SecondFactorNeeded, account);
        }
        await accounts.ResetAccessFailedCountAsync(account);
        await Enter(account, withSecondFactor: false);
        return (SignInOutcome.SignedIn, account);
    }

    /// <summary>Gets the account that entered the correct password but not yet its second factor.</summary>
    public Task<Account?> HalfSignedIn() => signIns.GetTwoFactorAuthenticationUserAsync();

    public async Task<bool> WithSecondFactor(Account account, string code, bool isRecoveryCode)
    {
        if (await accounts.IsLockedOutAsync(account))
        {
            audit.Refused(SignInRefusal.Locked, account.Id);
            return false;
        }
        if (!(isRecoveryCode ? await secondFactor.Redeems(account, code) : await secondFactor.Accepts(account, code)))
        {
            await accounts.AccessFailedAsync(account);
            audit.Refused(SignInRefusal.WrongCode, account.Id);
            return false;
        }
        await accounts.ResetAccessFailedCountAsync(account);
        await Http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await Enter(account, withSecondFactor: true);
        return true;
    }

    /// <summary>Signs in with a passkey. A passkey that verified its user counts as both factors.</summary>
    public async Task<bool> WithPasskey(string credentialJson)
    {
        var assertion = await signIns.PerformPasskeyAssertionAsync(credentialJson);
        if (!assertion.Succeeded || !await signIns.CanSignInAsync(assertion.User) || await accounts.IsLockedOutAsync(assertion.User))
        {
            audit.Refused(SignInRefusal.WrongPasskey, assertion.User?.Id);
            return false;
        }
        await accounts.AddOrUpdatePasskeyAsync(assertion.User, assertion.Passkey);
        await Enter(assertion.User, assertion.Passkey.IsUserVerified);
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
}
