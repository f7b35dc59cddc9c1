using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Looks up the names of this portal's accounts, for lists of people.</summary>
public sealed class AccountNames(IDbContextFactory<AccountsDatabase> databases)
{
    /// <summary>Gets <c>name (e-mail)</c> by account ID. Omits accounts that do not exist.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Of(IReadOnlyCollection<string> accountIds)
    {
        var known = await Known([.. accountIds.Select(id => Guid.TryParse(id, out var parsed) ? parsed : Guid.Empty)]);
        return known.ToDictionary(account => account.Key.ToString(), account => $"{account.Value.Name} ({account.Value.Email})");
    }

    /// <summary>Gets name and e-mail address by account ID. Omits accounts that do not exist.</summary>
    public async Task<IReadOnlyDictionary<Guid, AccountName>> Known(IReadOnlyCollection<Guid> ids)
    {
        await using var database = await databases.CreateDbContextAsync();
        return await database
            .Users.Where(account => ids.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id, account => new AccountName(account.Name, account.Email!));
    }
}

/// <summary>Name and e-mail address of an account.</summary>
public sealed record AccountName(string Name, string Email);
