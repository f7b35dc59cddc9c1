using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Names of accounts of this portal, for lists of people.</summary>
public sealed class AccountNames(IDbContextFactory<AccountsDatabase> databases)
{
    /// <summary>Name and e-mail in one text by account id, of those that exist.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Of(IReadOnlyCollection<string> accountIds)
    {
        var known = await Known([.. accountIds.Select(id => Guid.TryParse(id, out var parsed) ? parsed : Guid.Empty)]);
        return known.ToDictionary(account => account.Key.ToString(), account => $"{account.Value.Name} ({account.Value.Email})");
    }

    /// <summary>Name and e-mail by account id, of those that exist.</summary>
    public async Task<IReadOnlyDictionary<Guid, AccountName>> Known(IReadOnlyCollection<Guid> ids)
    {
        await using var database = await databases.CreateDbContextAsync();
        return await database
            .Users.Where(account => ids.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id, account => new AccountName(account.Name, account.Email!));
    }
}

/// <summary>Who an account is, for those who may know.</summary>
public sealed record AccountName(string Name, string Email);
