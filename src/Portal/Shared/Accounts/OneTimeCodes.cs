using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KiPass.Portal.Shared.Accounts.Messages;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// Six-digit codes that verify an e-mail address or a phone number. A code is valid for 10 minutes and five attempts. An account can
/// request one code per minute and purpose.
/// </summary>
public sealed class OneTimeCodes(AccountsDatabase database, IMessageSender messages, TimeProvider time)
{
    private const int Tries = 5;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Sends a new code to the account's e-mail address or phone; see <see cref="Send(Guid, CodePurpose, string, string)"/>.
    /// </summary>
    public Task<bool> Send(Account account, CodePurpose purpose) =>
        Send(account.Id, purpose, purpose == CodePurpose.Phone ? account.PhoneNumber! : account.Email!);

    /// <summary>Sends a new code and invalidates the previous one.</summary>
    /// <param name="proves">A value to which the code is bound in addition to its purpose, for example a phone number.</param>
    /// <returns>False if the last code was sent less than a minute ago. Nothing is sent then.</returns>
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

    /// <summary>Checks a code. A correct code can be used once. Every check uses up one attempt.</summary>
    public async Task<bool> Accepts(Guid accountId, CodePurpose purpose, string code, string proves = "")
    {
        var now = time.GetUtcNow();
        var alive = database.Codes.Where(row =>
            row.AccountId == accountId && row.Purpose == purpose && row.ExpiresAt > now && row.TriesLeft > 0
        );
        // Deduct the attempt before the comparison, so that parallel guesses cannot share one attempt.
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
