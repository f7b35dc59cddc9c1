using KiPass.Contracts.Facilities;
using KiPass.Portal.Owners.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Accounts.Messages;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Owners.Facilities;

/// <summary>
/// Whether an account has proven a facility's phone with a one-time code: a health office that calls it must reach the facility. Numbers are
/// digits as <see cref="KoreanPhone.Normalize"/> gives them.
/// </summary>
internal sealed class FacilityPhones(
    IDbContextFactory<AccountsDatabase> accounts,
    IDbContextFactory<OwnersDatabase> databases,
    IMessageSender messages,
    TimeProvider time
)
{
    /// <summary>True for the account's own number, and for one whose code it has entered before.</summary>
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

    /// <summary>Sends a code to the number. False, and nothing is sent, within a minute of the last one.</summary>
    public async Task<bool> Send(Guid accountId, string number)
    {
        await using var codes = await accounts.CreateDbContextAsync();
        return await Codes(codes).Send(accountId, CodePurpose.FacilityPhone, Phone.Parse(number) ?? number, number);
    }

    /// <summary>Whether the code is right for this number; then the number is proven from now on.</summary>
    public async Task<bool> Prove(Guid accountId, string number, string code)
    {
        await using var codes = await accounts.CreateDbContextAsync();
        if (!await Codes(codes).Accepts(accountId, CodePurpose.FacilityPhone, code, number))
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

    private OneTimeCodes Codes(AccountsDatabase database) => new(database, messages, time);
}
