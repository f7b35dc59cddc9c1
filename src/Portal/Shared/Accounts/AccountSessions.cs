using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Questions about the sessions of accounts, and their end.</summary>
public static class AccountSessions
{
    /// <summary>Sessions that have not expired and whose account is enabled.</summary>
    internal static IQueryable<AccountSession> LiveSessions(this AccountsDatabase database, DateTimeOffset now) =>
        database.Sessions.Where(session =>
            session.ExpiresAt > now && database.Users.Any(account => account.Id == session.AccountId && account.DisabledAt == null)
        );

    /// <summary>Gets the browsers in which an account is signed in, as <see cref="BrowserDevice"/> identifies them.</summary>
    public static async Task<IReadOnlyList<string>> Devices(this AccountsDatabase database, Guid accountId, DateTimeOffset now) =>
        await database
            .LiveSessions(now)
            .Where(session => session.AccountId == accountId && session.Device != "")
            .Select(session => session.Device)
            .Distinct()
            .ToListAsync();

    /// <summary>Ends all sessions of an account. Open pages are signed out within 10 s.</summary>
    public static Task<int> EndSessions(this AccountsDatabase database, Guid accountId) =>
        database.Sessions.Where(session => session.AccountId == accountId).ExecuteDeleteAsync();
}
