using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>How a sign-in ended.</summary>
internal enum SignInOutcome
{
    SignedIn,
    SecondFactorNeeded,
    CodesNeeded,

    /// <summary>Unknown, wrong or resting after five wrong tries: the same answer, so that nobody learns which.</summary>
    Refused,
}

/// <summary>Signing in and out.</summary>
internal sealed class SignIn(SignInManager<Account> signIns, UserManager<Account> accounts, SecondFactor secondFactor)
{
    // Hashing for an unknown address takes as long as for a known one.
    private static readonly Account Nobody = new();
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, Secrets.New());

    private HttpContext Http => signIns.Context;

    public async Task<(SignInOutcome Outcome, Account? Account)> WithPassword(string email, string password)
    {
        var account = await accounts.FindByEmailAsync(email.Trim());
        if (account is null)
        {
            accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password);
            return (SignInOutcome.Refused, null);
        }
        if (await accounts.IsLockedOutAsync(account))
        {
            return (SignInOutcome.Refused, account);
        }
        if (!await accounts.CheckPasswordAsync(account, password))
        {
            await accounts.AccessFailedAsync(account);
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

    /// <summary>Who gave the right password and still owes the second factor.</summary>
    public Task<Account?> HalfSignedIn() => signIns.GetTwoFactorAuthenticationUserAsync();

    public async Task<bool> WithSecondFactor(Account account, string code, bool isRecoveryCode)
    {
        if (await accounts.IsLockedOutAsync(account))
        {
            return false;
        }
        if (!(isRecoveryCode ? await secondFactor.Redeems(account, code) : await secondFactor.Accepts(account, code)))
        {
            await accounts.AccessFailedAsync(account);
            return false;
        }
        await accounts.ResetAccessFailedCountAsync(account);
        await Http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await Enter(account, withSecondFactor: true);
        return true;
    }

    /// <summary>A passkey that verified its user is both factors at once.</summary>
    public async Task<bool> WithPasskey(string credentialJson)
    {
        var assertion = await signIns.PerformPasskeyAssertionAsync(credentialJson);
        if (!assertion.Succeeded || !await signIns.CanSignInAsync(assertion.User) || await accounts.IsLockedOutAsync(assertion.User))
        {
            return false;
        }
        await accounts.AddOrUpdatePasskeyAsync(assertion.User, assertion.Passkey);
        await Enter(assertion.User, assertion.Passkey.IsUserVerified);
        return true;
    }

    /// <summary>Begins a session. A session that stood in this browser ends.</summary>
    public async Task Enter(Account account, bool withSecondFactor)
    {
        if (Http.User.Identity?.IsAuthenticated == true)
        {
            await Leave();
        }
        Claim[] claims = withSecondFactor ? [new Claim(AccountClaims.SecondFactor, "yes")] : [];
        await signIns.SignInWithClaimsAsync(account, isPersistent: false, claims);
    }

    public Task Leave() => Http.SignOutAsync(IdentityConstants.ApplicationScheme);
}
