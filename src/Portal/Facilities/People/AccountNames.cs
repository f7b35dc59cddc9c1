using KiPass.Portal.Accounts;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Facilities.People;

/// <summary>Names of accounts of this area, for lists of people.</summary>
internal sealed class AccountNames(IDbContextFactory<AccountsDatabase> databases)
{
    /// <summary>Name and e-mail by account id, of those that exist.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Of(IReadOnlyCollection<string> accountIds)
    {
        var ids = accountIds.Select(id => Guid.TryParse(id, out var parsed) ? parsed : Guid.Empty).ToList();
        await using var database = await databases.CreateDbContextAsync();
        var known = await database
            .Users.Where(account => ids.Contains(account.Id))
            .Select(account => new
            {
                account.Id,
                account.Name,
                account.Email,
            })
            .ToListAsync();
        return known.ToDictionary(account => account.Id.ToString(), account => $"{account.Name} ({account.Email})");
    }
}
