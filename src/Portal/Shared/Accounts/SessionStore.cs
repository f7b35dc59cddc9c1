using System.Security.Claims;
using KiPass.Portal.Shared.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// Stores sessions in the database. The cookie contains only a key to the session. Deleting the row ends the session immediately. A session
/// ends after <see cref="PortalSettings.LongestSession"/>, however often it is used.
/// </summary>
internal sealed class SessionStore(IDbContextFactory<AccountsDatabase> databases, PortalSettings settings, TimeProvider time) : ITicketStore
{
    /// <summary>How long after a sign-in its session may change what protects the account.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    public Task<string> StoreAsync(AuthenticationTicket ticket) => StoreAsync(ticket, new DefaultHttpContext(), default);

    public async Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var key = Secrets.New();
        var id = Secrets.Hash(key);
        var device = BrowserDevice.Of(httpContext);
        ((ClaimsIdentity)ticket.Principal.Identity!).AddClaims([
            new Claim(AccountClaims.Session, id),
            new Claim(AccountClaims.DraftKey, Secrets.New()),
            new Claim(AccountClaims.Device, device),
        ]);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var earliest = now - settings.LongestSession;
        await database
            .Sessions.Where(session => session.ExpiresAt < now || session.CreatedAt < earliest)
            .ExecuteDeleteAsync(cancellationToken);
        database.Sessions.Add(
            new AccountSession
            {
                Id = id,
                AccountId = ticket.Principal.AccountId(),
                Ticket = TicketSerializer.Default.Serialize(ticket),
                Browser = BrowserName.Of(httpContext.Request.Headers.UserAgent.ToString()),
                Device = device,
                CreatedAt = now,
                LastSeenAt = now,
                ExpiresAt = ticket.Properties.ExpiresUtc ?? now.AddHours(1),
            }
        );
        await database.SaveChangesAsync(cancellationToken);
        return key;
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        var (id, bytes) = (Secrets.Hash(key), TicketSerializer.Default.Serialize(ticket));
        var expires = ticket.Properties.ExpiresUtc ?? time.GetUtcNow().AddHours(1);
        await using var database = await databases.CreateDbContextAsync();
        await database
            .Sessions.Where(session => session.Id == id)
            .ExecuteUpdateAsync(row => row.SetProperty(s => s.Ticket, bytes).SetProperty(s => s.ExpiresAt, expires));
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        var (id, now) = (Secrets.Hash(key), time.GetUtcNow());
        await using var database = await databases.CreateDbContextAsync();
        var earliest = now - settings.LongestSession;
        var session = await database.LiveSessions(now).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.CreatedAt > earliest);
        if (session is null)
        {
            return null;
        }
        if (now - session.LastSeenAt > SeenEvery)
        {
            await database.Sessions.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(s => s.LastSeenAt, now));
        }
        return TicketSerializer.Default.Deserialize(session.Ticket);
    }

    public async Task RemoveAsync(string key)
    {
        var id = Secrets.Hash(key);
        await using var database = await databases.CreateDbContextAsync();
        await database.Sessions.Where(session => session.Id == id).ExecuteDeleteAsync();
    }

    /// <summary>Whether a session is still valid. Open pages check this regularly.</summary>
    public async Task<bool> Stands(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var earliest = now - settings.LongestSession;
        return await database.LiveSessions(now).AnyAsync(row => row.Id == id && row.CreatedAt > earliest, cancellationToken);
    }

    /// <summary>Whether the user of this session signed in within the last 10 minutes.</summary>
    public async Task<bool> IsFresh(ClaimsPrincipal user)
    {
        var (id, since) = (user.FindFirstValue(AccountClaims.Session), time.GetUtcNow() - FreshFor);
        await using var database = await databases.CreateDbContextAsync();
        return id is not null && await database.Sessions.AnyAsync(row => row.Id == id && row.CreatedAt > since);
    }
}
