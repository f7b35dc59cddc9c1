using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>One-time invitation links, valid for 7 days. The database stores only a hash of the secret in the link.</summary>
public sealed class Invitations(AccountsDatabase database, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>Creates a link for the first administrator and invalidates an earlier unused one.</summary>
    /// <returns>The secret of the link, or null if an administrator already exists.</returns>
    public async Task<string?> FirstAdministrator()
    {
        if (await database.Users.AnyAsync(account => account.Role == AccountRole.Administrator && account.EmailConfirmed))
        {
            return null;
        }
        await database.Invitations.Where(row => row.InvitedBy == null).ExecuteDeleteAsync();
        return await Add(secret => new Invitation
        {
            Id = secret,
            Role = AccountRole.Administrator,
            ExpiresAt = time.GetUtcNow() + Life,
        });
    }

    public Task<string> Official(AccountRole role, string email, string district, Guid invitedBy) =>
        Add(secret => new Invitation
        {
            Id = secret,
            Role = role,
            Email = email,
            District = district,
            InvitedBy = invitedBy,
            ExpiresAt = time.GetUtcNow() + Life,
        });

    public Task<string> ToFacility(Guid facilityId, string facilityRole, Guid invitedBy) =>
        Add(secret => new Invitation
        {
            Id = secret,
            Role = AccountRole.Owner,
            FacilityId = facilityId,
            FacilityRole = facilityRole,
            InvitedBy = invitedBy,
            ExpiresAt = time.GetUtcNow() + Life,
        });

    /// <summary>Finds the invitation of a link. Null if it was used or is older than 7 days.</summary>
    public async Task<Invitation?> Find(string secret)
    {
        var (id, now) = (Secrets.Hash(secret), time.GetUtcNow());
        return await database.Invitations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.ExpiresAt > now);
    }

    /// <summary>Uses the invitation. Of concurrent calls, only one returns true.</summary>
    public async Task<bool> Use(Invitation invitation) =>
        await database.Invitations.Where(row => row.Id == invitation.Id).ExecuteDeleteAsync() == 1;

    private async Task<string> Add(Func<string, Invitation> make)
    {
        var secret = Secrets.New();
        database.Invitations.Add(make(Secrets.Hash(secret)));
        await database.SaveChangesAsync();
        return secret;
    }
}
