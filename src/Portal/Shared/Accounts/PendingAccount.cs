using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// Passes an account from page to page before the user is signed in, as an encrypted ticket that is valid for 30 minutes.
/// </summary>
public sealed class PendingAccount(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("pending-account").ToTimeLimitedDataProtector();

    public string Ticket(Guid accountId) => protector.Protect(accountId.ToString("N"), Life);

    public Guid? Read(string? ticket)
    {
        try
        {
            return ticket is null ? null : Guid.ParseExact(protector.Unprotect(ticket), "N");
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
