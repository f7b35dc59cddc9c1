using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KiPass.Portal.Shared.Accounts.Messages;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Six-digit codes that prove an e-mail address or a phone: valid 10 minutes, five tries, one a minute.</summary>
public sealed class OneTimeCodes(AccountsDatabase database, IMessageSender messages, TimeProvider time)
{
    private const int Tries = 5;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Sends a new code to the account's own address or phone; see <see cref="Send(Guid, CodePurpose, string, string)"/>.</summary>
    public Task<bool> Send(Account account, CodePurpose purpose) =>
        Send(account.Id, purpose, purpose == CodePurpose.Phone ? account.PhoneNumber! : account.Email!);

    /// <summary>Sends a new code; the one before is void.</summary>
    /// <param name="proves">What the code is good for beside its purpose, for example one number.</param>
    /// <returns>False, and nothing is sent, within a minute of the last one.</returns>
    public async Task<bool> Send(Guid accountId, CodePurpose purpose, string to, string proves = "")
    {
        var now = time.GetUtcNow();
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var row = await database.Codes.FindAsync(accountId, purpose);
        if (row is not null && now - row.SentAt < Pause)
        {
            return false;
        }
        if (row is null)
        {
            row = new OneTimeCode
            {
                AccountId = accountId,
                Purpose = purpose,
                Hash = [],
                SentAt = now,
                ExpiresAt = now,
                TriesLeft = 0,
            };
            database.Codes.Add(row);
        }
        (row.Hash, row.SentAt, row.ExpiresAt, row.TriesLeft) = (Hash(accountId, purpose, proves, code), now, now + Life, Tries);
        await database.SaveChangesAsync();
        await messages.Send(accountId, to, $"[KiPass] 인증번호 · Code: {code}");
        return true;
    }

    /// <summary>Whether the code is right; a right code is used up, a wrong one costs a try.</summary>
    public async Task<bool> Accepts(Guid accountId, CodePurpose purpose, string code, string proves = "")
    {
        var now = time.GetUtcNow();
        var alive = database.Codes.Where(row =>
            row.AccountId == accountId && row.Purpose == purpose && row.ExpiresAt > now && row.TriesLeft > 0
        );
        // The try is paid before the comparison, so that parallel guesses cannot share one.
        if (await alive.ExecuteUpdateAsync(row => row.SetProperty(c => c.TriesLeft, c => c.TriesLeft - 1)) == 0)
        {
            return false;
        }
        var hash = Hash(accountId, purpose, proves, string.Concat(code.Where(char.IsAsciiDigit)));
        return await database
                .Codes.Where(row => row.AccountId == accountId && row.Purpose == purpose && row.Hash == hash)
                .ExecuteDeleteAsync() == 1;
    }

    private static byte[] Hash(Guid accountId, CodePurpose purpose, string proves, string code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{accountId:N}:{purpose}:{proves}:{code}"));
}
