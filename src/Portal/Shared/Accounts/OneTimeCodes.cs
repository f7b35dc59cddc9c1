using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using KiPass.Portal.Shared.Accounts.Limits;
using KiPass.Portal.Shared.Accounts.Messages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// Six-digit codes that verify an e-mail address or a phone number. A code is valid for 10 minutes and five attempts. An account can
/// request one code per minute and purpose, within <see cref="MessageBudgets"/>. After a code that ended with five wrong attempts the
/// next one waits: one minute, then five times as long each time.
/// </summary>
public sealed class OneTimeCodes(
    IDbContextFactory<AccountsDatabase> databases,
    IMessageSender messages,
    MessageBudgets budgets,
    IPasswordHasher<Account> hasher,
    TimeProvider time
)
{
    private const int Tries = 5;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);
    private static readonly Account Anyone = new();

    /// <summary>Sends a new code and invalidates the previous one.</summary>
    /// <param name="proves">A value to which the code is bound in addition to its purpose, for example a phone number.</param>
    /// <param name="from">Address of the request; null if a signed-in user requests the code.</param>
    /// <returns>False if the last code is less than a minute old or too many were requested. Nothing is sent then.</returns>
    public async Task<bool> Send(Guid accountId, CodePurpose purpose, string to, string proves = "", IPAddress? from = null)
    {
        var now = time.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync();
        var row = await database.Codes.FindAsync(accountId, purpose);
        if (row is not null && (now - row.SentAt < Pause || now < row.NextAt))
        {
            return false;
        }
        if (!await budgets.Take($"{accountId:N}", to, from))
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
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        (row.Hash, row.SentAt, row.ExpiresAt, row.TriesLeft) = (Hash(accountId, purpose, proves, code), now, now + Life, Tries);
        await database.SaveChangesAsync();
        await messages.Send(accountId, to, $"[KI-Pass] 인증번호 · Code: {code}");
        return true;
    }

    /// <summary>Sends a message without a code, within the same budgets.</summary>
    internal async Task SendNotice(Guid accountId, string to, string text, IPAddress? from)
    {
        if (await budgets.Take($"{accountId:N}", to, from))
        {
            await messages.Send(accountId, to, text);
        }
    }

    /// <summary>Checks a code. A correct code can be used once. Every check uses up one attempt.</summary>
    public async Task<bool> Accepts(Guid accountId, CodePurpose purpose, string code, string proves = "")
    {
        var now = time.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync();
        var rows = database.Codes.Where(row => row.AccountId == accountId && row.Purpose == purpose);
        // Deduct the attempt before the comparison, so that parallel guesses cannot share one attempt.
        var alive = rows.Where(row => row.ExpiresAt > now && row.TriesLeft > 0);
        if (
            await alive.ExecuteUpdateAsync(row => row.SetProperty(c => c.TriesLeft, c => c.TriesLeft - 1)) == 0
            || await rows.AsNoTracking().SingleOrDefaultAsync() is not { } stored
        )
        {
            return false;
        }
        var same = rows.Where(row => row.Hash == stored.Hash);
        if (Matches(stored, proves, string.Concat(code.Where(char.IsAsciiDigit))))
        {
            return await same.ExecuteDeleteAsync() == 1;
        }
        if (stored.TriesLeft == 0)
        {
            var (dead, next) = (stored.DeadCodes + 1, now + PauseAfter(stored.DeadCodes + 1));
            await same.ExecuteUpdateAsync(row => row.SetProperty(c => c.DeadCodes, dead).SetProperty(c => c.NextAt, next));
        }
        return false;
    }

    /// <summary>The pause after so many codes that ended with wrong attempts.</summary>
    internal static TimeSpan PauseAfter(int deadCodes) =>
        TimeSpan.FromMinutes(Math.Min(LongestPause.TotalMinutes, Math.Pow(5, Math.Min(deadCodes, 10) - 1)));

    private byte[] Hash(Guid accountId, CodePurpose purpose, string proves, string code) =>
        Encoding.ASCII.GetBytes(hasher.HashPassword(Anyone, Text(accountId, purpose, proves, code)));

    private bool Matches(OneTimeCode stored, string proves, string code)
    {
        var text = Text(stored.AccountId, stored.Purpose, proves, code);
        // Earlier releases stored SHA-256.
        return stored.Hash.Length == SHA256.HashSizeInBytes
            ? CryptographicOperations.FixedTimeEquals(stored.Hash, SHA256.HashData(Encoding.UTF8.GetBytes(text)))
            : hasher.VerifyHashedPassword(Anyone, Encoding.ASCII.GetString(stored.Hash), text) != PasswordVerificationResult.Failed;
    }

    private static string Text(Guid accountId, CodePurpose purpose, string proves, string code) =>
        $"{accountId:N}:{purpose}:{proves}:{code}";
}
