using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// Codes for signing in without the second factor. Identity would store them as they are; here it stores PBKDF2 hashes in their place. Codes
/// that earlier releases stored still work.
/// </summary>
public sealed class RecoveryCodes(UserManager<Account> accounts, IUserStore<Account> store)
{
    private const int Count = 10;
    private const int HalfLength = 5;

    // Where Identity's own store keeps recovery codes.
    private const string Provider = "[AspNetUserStore]";
    private const string Name = "RecoveryCodes";

    // Without letters and digits that look alike.
    private const string Alphabet = "23456789BCDFGHJKMNPQRTVWXY";

    private IUserTwoFactorRecoveryCodeStore<Account> Store => (IUserTwoFactorRecoveryCodeStore<Account>)store;

    /// <summary>Creates ten codes of the form <c>XXXXX-XXXXX</c> and invalidates earlier ones.</summary>
    public async Task<IReadOnlyList<string>> Renew(Account account)
    {
        string[] codes = [.. Enumerable.Range(0, Count).Select(_ => $"{Half()}-{Half()}")];
        var hashes = codes.Select(code => accounts.PasswordHasher.HashPassword(account, code)).ToList();
        await Store.ReplaceCodesAsync(account, hashes, CancellationToken.None);
        await accounts.UpdateAsync(account);
        return codes;
    }

    /// <summary>Accepts a code once. Of concurrent calls with one code, only one returns true.</summary>
    public async Task<bool> Redeems(Account account, string code)
    {
        var typed = code.Trim().ToUpperInvariant();
        var stored = await accounts.GetAuthenticationTokenAsync(account, Provider, Name) ?? "";
        var entry = stored.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(entry => Matches(account, entry, typed));
        return entry is not null && (await accounts.RedeemTwoFactorRecoveryCodeAsync(account, entry)).Succeeded;
    }

    private static string Half() => RandomNumberGenerator.GetString(Alphabet, HalfLength);

    // A stored code of an earlier release is as long as a typed one; a hash is longer.
    private bool Matches(Account account, string entry, string typed) =>
        entry.Length <= 2 * HalfLength + 1
            ? string.Equals(entry, typed, StringComparison.OrdinalIgnoreCase)
            : accounts.PasswordHasher.VerifyHashedPassword(account, entry, typed) != PasswordVerificationResult.Failed;
}
