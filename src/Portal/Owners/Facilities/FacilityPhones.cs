using KiPass.Contracts.Facilities;
using KiPass.Portal.Owners.Store;
using KiPass.Portal.Shared.Accounts;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Owners.Facilities;

/// <summary>
/// Verifies a facility's phone with a one-time code, so that a health office can reach the facility. Numbers are digits as returned by
/// <see cref="KoreanPhone.Normalize"/>.
/// </summary>
internal sealed class FacilityPhones(
    IDbContextFactory<AccountsDatabase> accounts,
    IDbContextFactory<OwnersDatabase> databases,
    OneTimeCodes codes,
    TimeProvider time
)
{
    // Calls to 060 cost the caller, and the called party gets a part.
    private const string PremiumPrefix = "060";

    /// <summary>Whether the account has verified the number. True for the account's own number.</summary>
    public async Task<bool> IsProven(Guid accountId, string number)
    {
        await using var database = await databases.CreateDbContextAsync();
        if (await database.ProvenPhones.AnyAsync(row => row.AccountId == accountId && row.Number == number))
        {
            return true;
        }
        await using var own = await accounts.CreateDbContextAsync();
        return await own.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == accountId)
                is { PhoneNumberConfirmed: true, PhoneNumber: { } phone }
            && KoreanPhone.Normalize(phone) == number;
    }

    /// <summary>Sends a code to the number. False, without sending, if too many codes were requested or the number is a premium number.</summary>
    public async Task<bool> Send(Guid accountId, string number) =>
        !number.StartsWith(PremiumPrefix, StringComparison.Ordinal)
        && await codes.Send(accountId, CodePurpose.FacilityPhone, Phone.Parse(number) ?? number, number);

    /// <summary>Checks the code. If it is correct, stores the number as verified.</summary>
    public async Task<bool> Prove(Guid accountId, string number, string code)
    {
        if (!await codes.Accepts(accountId, CodePurpose.FacilityPhone, code, number))
        {
            return false;
        }
        await using var database = await databases.CreateDbContextAsync();
        if (!await database.ProvenPhones.AnyAsync(row => row.AccountId == accountId && row.Number == number))
        {
            database.ProvenPhones.Add(
                new ProvenPhone
                {
                    AccountId = accountId,
                    Number = number,
                    ProvenAt = time.GetUtcNow(),
                }
            );
            await database.SaveChangesAsync();
        }
        return true;
    }
}
