using KiPass.Portal.Shared.Accounts.Events;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>TOTP and recovery codes of an account. Each code is accepted only once.</summary>
public sealed class SecondFactor(
    AccountsDatabase database,
    UserManager<Account> accounts,
    RecoveryCodes recoveryCodes,
    IDataProtectionProvider protection,
    IAccountAudit audit,
    TimeProvider time
)
{
    public const string Purpose = "totp-secret";

    private readonly IDataProtector protector = protection.CreateProtector(Purpose);

    /// <summary>Enables the second factor if the code proves that the app has the secret.</summary>
    /// <returns>Ten recovery codes, to be shown once; null if the code is wrong.</returns>
    public async Task<IReadOnlyList<string>?> Enable(Account account, string secret, string code)
    {
        if (Totp.MatchingStep(secret, code, time.GetUtcNow()) is not { } step)
        {
            return null;
        }
        account.ProtectedTotpSecret = protector.Protect(secret);
        account.LastTotpStep = step;
        account.TwoFactorEnabled = true;
        await accounts.UpdateAsync(account);
        await audit.Record(AccountEventKind.SecondFactorEnabled, account.Id);
        return await recoveryCodes.Renew(account);
    }

    public async Task Disable(Account account)
    {
        account.ProtectedTotpSecret = null;
        account.TwoFactorEnabled = false;
        await accounts.UpdateAsync(account);
        await audit.Record(AccountEventKind.SecondFactorDisabled, account.Id);
    }

    /// <summary>Accepts a TOTP code once.</summary>
    public async Task<bool> Accepts(Account account, string code)
    {
        if (
            account.ProtectedTotpSecret is not { } secret
            || Totp.MatchingStep(protector.Unprotect(secret), code, time.GetUtcNow()) is not { } step
        )
        {
            return false;
        }
        // A single statement, so that only one of two sign-ins with the same code succeeds.
        var changed = await database
            .Users.Where(row => row.Id == account.Id && row.LastTotpStep < step)
            .ExecuteUpdateAsync(row => row.SetProperty(a => a.LastTotpStep, step));
        await database.Entry(account).ReloadAsync();
        return changed == 1;
    }

    /// <summary>Accepts a recovery code once.</summary>
    public async Task<bool> Redeems(Account account, string recoveryCode)
    {
        if (!await recoveryCodes.Redeems(account, recoveryCode))
        {
            return false;
        }
        await audit.Record(AccountEventKind.RecoveryCodeUsed, account.Id);
        return true;
    }
}
