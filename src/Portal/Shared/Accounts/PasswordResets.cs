using System.Net;
using KiPass.Portal.Shared.Accounts.Limits;
using KiPass.Portal.Shared.Accounts.Messages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// Links that set a new password: 256 random bits, valid once and for 30 minutes. The database stores only their hash. A new link does not
/// invalidate an earlier one, so that nobody can keep the owner from resetting the password by requesting links.
/// </summary>
internal sealed class PasswordResets(
    UserManager<Account> accounts,
    AccountsDatabase database,
    MessageBudgets budgets,
    IMessageSender messages,
    PublicAddress address,
    DeferredWork deferred,
    TimeProvider time
)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    /// <summary>Sends a link if the address has an account. The response does not depend on whether it has.</summary>
    /// <returns>Whose simulated inbox shows the message.</returns>
    public async Task<Guid> Request(string email, IPAddress? from)
    {
        var shownTo = Guid.NewGuid();
        await deferred.Run(async services => shownTo = await services.GetRequiredService<PasswordResets>().Send(email, from, shownTo));
        return deferred.IsImmediate ? shownTo : Guid.NewGuid();
    }

    /// <summary>Whether the link is valid.</summary>
    public async Task<bool> IsValid(string secret)
    {
        var (id, now) = (Secrets.Hash(secret), time.GetUtcNow());
        return await database.ResetLinks.AnyAsync(link => link.Id == id && link.ExpiresAt > now);
    }

    /// <summary>Uses the link: sets the password, ends all sessions and invalidates all other links.</summary>
    /// <returns>The account, or null if the link was used or has expired.</returns>
    public async Task<Account?> Use(string secret, string password)
    {
        var (id, now) = (Secrets.Hash(secret), time.GetUtcNow());
        var link = await database.ResetLinks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.ExpiresAt > now);
        if (
            link is null
            || await database.ResetLinks.Where(row => row.Id == id).ExecuteDeleteAsync() != 1
            || await accounts.FindByIdAsync(link.AccountId.ToString()) is not { } account
        )
        {
            return null;
        }
        await accounts.RemovePasswordAsync(account);
        await accounts.AddPasswordAsync(account, password);
        await database.Sessions.Where(session => session.AccountId == account.Id).ExecuteDeleteAsync();
        await database.ResetLinks.Where(row => row.AccountId == account.Id).ExecuteDeleteAsync();
        return account;
    }

    private async Task<Guid> Send(string email, IPAddress? from, Guid nobody)
    {
        var account = await accounts.FindByEmailAsync(email.Trim());
        // Addresses without an account are counted too.
        if (!await budgets.Take($"reset:{email.Trim().ToUpperInvariant()}", email, from) || account is not { EmailConfirmed: true })
        {
            return account?.Id ?? nobody;
        }
        var (secret, now) = (Secrets.New(), time.GetUtcNow());
        await database.ResetLinks.Where(link => link.ExpiresAt <= now).ExecuteDeleteAsync();
        database.ResetLinks.Add(
            new ResetLink
            {
                Id = Secrets.Hash(secret),
                AccountId = account.Id,
                ExpiresAt = now + Life,
            }
        );
        await database.SaveChangesAsync();
        await messages.Send(
            account.Id,
            account.Email!,
            $"[KI-Pass] 비밀번호 재설정 (30분 동안 유효) · New password (valid 30 minutes): {address.Of($"/account/reset/{secret}")}"
        );
        return account.Id;
    }
}

/// <summary>A one-time link that sets a new password.</summary>
internal sealed class ResetLink
{
    /// <summary>SHA-256 of the secret in the link, base64url.</summary>
    public required string Id { get; set; }

    public required Guid AccountId { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}
