using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>One-time links. The database keeps the hash of the secret in the link.</summary>
public sealed class Invitations(AccountsDatabase database, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>A link for the first administrator, while there is none; an earlier unused one is void.</summary>
    /// <returns>The secret of the link; null when an administrator exists.</returns>
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

    /// <summary>The invitation behind a link, if it is unused and not older than a week.</summary>
    public async Task<Invitation?> Find(string secret)
    {
        var (id, now) = (Secrets.Hash(secret), time.GetUtcNow());
        return await database.Invitations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.ExpiresAt > now);
    }

    /// <summary>Uses a link up. Of two who try, one gets true.</summary>
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
