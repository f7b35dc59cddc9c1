using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// A phone number belongs to one staff account. An account claims its number when it enters the code that was sent there, so that an
/// abandoned sign-up reserves nothing. The unique index on <see cref="Account.StaffPhone"/> decides between concurrent claims.
/// </summary>
public static class StaffPhones
{
    /// <summary>Whether a verified staff account other than <paramref name="own"/> has the number. Disabled accounts keep theirs.</summary>
    public static Task<bool> IsTaken(AccountsDatabase accounts, string? phone, Guid own = default) =>
        accounts.Users.AnyAsync(row =>
            row.Id != own
            && row.Role != AccountRole.Owner
            && row.EmailConfirmed
            && row.PhoneNumberConfirmed
            && (row.StaffPhone == phone || row.PhoneNumber == phone)
        );

    /// <summary>
    /// Takes the number from accounts that did not enter both codes. Only for a caller who has proved to have this phone. The new
    /// concurrency stamp refuses what such an account writes at the same moment.
    /// </summary>
    public static Task<int> Release(AccountsDatabase accounts, string? phone, Guid own)
    {
        var stamp = $"{Guid.NewGuid()}";
        return accounts
            .Users.Where(row => row.Id != own && row.StaffPhone == phone && !(row.EmailConfirmed && row.PhoneNumberConfirmed))
            .ExecuteUpdateAsync(set =>
                set.SetProperty(row => row.StaffPhone, (string?)null)
                    .SetProperty(row => row.PhoneNumberConfirmed, false)
                    .SetProperty(row => row.ConcurrencyStamp, stamp)
            );
    }
}
