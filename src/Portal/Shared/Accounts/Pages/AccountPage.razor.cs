using KiPass.Portal.Shared.Accounts.Events;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Shared.Accounts.Pages;

public sealed partial class AccountPage
{
    private const int MostPasskeys = 10;

    private Account account = new();
    private IList<UserPasskeyInfo> passkeys = [];
    private IReadOnlyList<AccountSession> sessions = [];
    private int recoveryCodesLeft;
    private bool hasSecondFactor;
    private bool isFresh;
    private string? ownSession;

    [SupplyParameterFromForm]
    private string? CredentialId { get; set; }

    [SupplyParameterFromForm]
    private string? SessionId { get; set; }

    [SupplyParameterFromForm(FormName = "passkey-add")]
    private NewPasskey New
    {
        get => field ??= new();
        set;
    }

    [SupplyParameterFromForm(FormName = "password")]
    private PasswordChange Change
    {
        get => field ??= new();
        set;
    }

    [SupplyParameterFromQuery(Name = "done")]
    private string? Done { get; set; }

    protected override async Task OnInitializedAsync()
    {
        account = await Accounts.GetUserAsync(Http.User) ?? throw new InvalidOperationException("A session without its account.");
        passkeys = await Accounts.GetPasskeysAsync(account);
        recoveryCodesLeft = await Accounts.CountRecoveryCodesAsync(account);
        hasSecondFactor = Http.User.HasClaim(claim => claim.Type == AccountClaims.SecondFactor);
        isFresh = await SessionStore.IsFresh(Http.User);
        ownSession = Http.User.FindFirst(AccountClaims.Session)?.Value;
        var now = Time.GetUtcNow();
        sessions = await Database
            .Sessions.AsNoTracking()
            .Where(session => session.AccountId == account.Id && session.ExpiresAt > now)
            .OrderByDescending(session => session.LastSeenAt)
            .ToListAsync();
    }

    private async Task TurnOff()
    {
        if (account.Role == AccountRole.Owner && hasSecondFactor && MayChange())
        {
            await SecondFactor.Disable(account);
            GoOn("totp-off");
        }
    }

    private async Task AddPasskey()
    {
        if (!MayChange())
        {
            return;
        }
        // If the account has a second factor, only a session that used it may add another one.
        var attestation =
            passkeys.Count < MostPasskeys
            && (hasSecondFactor || !account.TwoFactorEnabled)
            && New.CredentialJson is { Length: > 0 } credential
                ? await SignIns.PerformPasskeyAttestationAsync(credential)
                : null;
        if (attestation is not { Succeeded: true })
        {
            Refuse("passkey", "The browser did not provide a passkey. Try again.");
            return;
        }
        attestation.Passkey.Name = BrowserName.Of(Http.Request.Headers.UserAgent.ToString());
        await Accounts.AddOrUpdatePasskeyAsync(account, attestation.Passkey);
        await Audit.Record(AccountEventKind.PasskeyAdded, account.Id);
        GoOn("passkey-added");
    }

    private async Task RemovePasskey()
    {
        if (MayChange() && passkeys.FirstOrDefault(passkey => Convert.ToBase64String(passkey.CredentialId) == CredentialId) is { } passkey)
        {
            await Accounts.RemovePasskeyAsync(account, passkey.CredentialId);
            await Audit.Record(AccountEventKind.PasskeyRemoved, account.Id);
            GoOn("passkey-removed");
        }
    }

    private async Task ChangePassword()
    {
        if (!MayChange())
        {
            return;
        }
        var (isEmpty, weak) = (string.IsNullOrEmpty(Change.Present), SignUp.CheckPassword(Change.New ?? ""));
        if (isEmpty)
        {
            Refuse("present", "Enter your current password.");
        }
        if (weak is not null)
        {
            Refuse("new", weak);
        }
        if (isEmpty || weak is not null)
        {
            return;
        }
        if (
            !await SignIn.Knows(account, Change.Present ?? "")
            || !(await Accounts.ChangePasswordAsync(account, Change.Present ?? "", Change.New!)).Succeeded
        )
        {
            Refuse("present", "The current password is wrong.");
            return;
        }
        await Database.Sessions.Where(session => session.AccountId == account.Id && session.Id != ownSession).ExecuteDeleteAsync();
        await Audit.Record(AccountEventKind.PasswordChanged, account.Id);
        // The new password changes the security stamp, so Identity would end this session. Sign in again.
        await SignIn.Enter(account, hasSecondFactor);
        GoOn("password");
    }

    private async Task EndSession()
    {
        await Database.Sessions.Where(session => session.AccountId == account.Id && session.Id == SessionId).ExecuteDeleteAsync();
        await Audit.Record(AccountEventKind.SessionsEnded, account.Id);
        GoOn("session-ended");
    }

    private async Task EndOthers()
    {
        await Database.Sessions.Where(session => session.AccountId == account.Id && session.Id != ownSession).ExecuteDeleteAsync();
        await Audit.Record(AccountEventKind.SessionsEnded, account.Id);
        GoOn("session-ended");
    }

    // A session that was taken over later must not change what protects the account, and nobody what the agency manages.
    private bool MayChange()
    {
        if (!Local.IsOn)
        {
            return false;
        }
        if (!isFresh)
        {
            Navigation.NavigateTo(SignIn.AgainFor("/account"));
        }
        return isFresh;
    }

    private LocalizedString? Confirmation() =>
        Done switch
        {
            "totp-off" => Texts["The second factor is off."],
            "passkey-added" => Texts["The passkey was added."],
            "passkey-removed" => Texts["The passkey was removed."],
            "password" => Texts["The password was changed. All other sessions were signed out."],
            "session-ended" => Texts["The session was signed out."],
            _ => null,
        };

    private void GoOn(string done) => Navigation.NavigateTo($"/account?done={done}");

    private sealed class NewPasskey
    {
        public string? CredentialJson { get; set; }
    }

    private sealed class PasswordChange
    {
        public string? Present { get; set; }

        public string? New { get; set; }
    }
}
