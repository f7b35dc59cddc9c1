using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>A user manager whose lockout uses <see cref="TimeProvider"/> and counts concurrent failed attempts separately.</summary>
/// <remarks>Identity's own lockout uses the system clock and stores only one of several concurrent failures.</remarks>
internal sealed class AccountLockout(
    IUserStore<Account> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<Account> passwords,
    IEnumerable<IUserValidator<Account>> users,
    IEnumerable<IPasswordValidator<Account>> rules,
    ILookupNormalizer keys,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<Account>> log,
    IDbContextFactory<AccountsDatabase> databases,
    TimeProvider time
) : UserManager<Account>(store, options, passwords, users, rules, keys, errors, services, log)
{
    public override Task<bool> IsLockedOutAsync(Account user) =>
        Task.FromResult(user.DisabledAt is not null || (user.LockoutEnabled && user.LockoutEnd > time.GetUtcNow()));

    public override async Task<IdentityResult> AccessFailedAsync(Account user)
    {
        await using var database = await databases.CreateDbContextAsync(CancellationToken);
        var row = database.Users.Where(account => account.Id == user.Id);
        await row.ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1), CancellationToken);
        DateTimeOffset? until = time.GetUtcNow() + Options.Lockout.DefaultLockoutTimeSpan;
        await row.Where(account => account.AccessFailedCount >= Options.Lockout.MaxFailedAccessAttempts)
            .ExecuteUpdateAsync(
                set => set.SetProperty(a => a.LockoutEnd, until).SetProperty(a => a.AccessFailedCount, 0),
                CancellationToken
            );
        return IdentityResult.Success;
    }
}
