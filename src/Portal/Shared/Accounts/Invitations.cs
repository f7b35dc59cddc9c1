using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>One-time invitation links, valid for 7 days. The database stores only a hash of the secret in the link.</summary>
public sealed class Invitations(AccountsDatabase database, TimeProvider time)
{
    /// <summary>How long a link is valid.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>Number of administrators without whom no change of the staff is possible: one proposes it and another one confirms.</summary>
    public const int FirstAdministrators = 2;

    /// <summary>
    /// Creates a link for each of the first two administrators that is still missing, and invalidates earlier unused ones. Disabled accounts
    /// count as missing. Only an operator who starts the portal sees these links.
    /// </summary>
    /// <returns>The secrets of the links; empty if there are two administrators.</returns>
    public async Task<IReadOnlyList<string>> ForMissingAdministrators()
    {
        await database.Invitations.Where(row => row.InvitedBy == null).ExecuteDeleteAsync();
        var present = await database.Users.CountAsync(account =>
            account.Role == AccountRole.Administrator && account.EmailConfirmed && account.DisabledAt == null
        );
        var secrets = new List<string>();
        for (var missing = FirstAdministrators - present; missing > 0; missing--)
        {
            secrets.Add(
                await Add(secret => new Invitation
                {
                    Id = secret,
                    Role = AccountRole.Administrator,
                    District = "*",
                    ExpiresAt = time.GetUtcNow() + Life,
                })
            );
        }
        return secrets;
    }

    /// <summary>Creates a link that only the owner of the e-mail address can use.</summary>
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

    /// <summary>Creates a link with a secret of the caller, so that a repeated call creates one link.</summary>
    /// <returns>Whether the link is new.</returns>
    public async Task<bool> ToFacility(string secret, Guid facilityId, string facilityRole, Guid invitedBy)
    {
        var id = IdOf(secret);
        if (await database.Invitations.AnyAsync(row => row.Id == id))
        {
            return false;
        }
        database.Invitations.Add(
            new Invitation
            {
                Id = id,
                Role = AccountRole.Owner,
                FacilityId = facilityId,
                FacilityRole = facilityRole,
                InvitedBy = invitedBy,
                ExpiresAt = time.GetUtcNow() + Life,
            }
        );
        await database.SaveChangesAsync();
        return true;
    }

    /// <summary>A secret for a new link.</summary>
    public static string NewSecret() => Secrets.New();

    /// <summary>Finds the invitation of a link. Null if it was used or is older than 7 days.</summary>
    public async Task<Invitation?> Find(string secret)
    {
        var (id, now) = (IdOf(secret), time.GetUtcNow());
        return await database.Invitations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.ExpiresAt > now);
    }

    /// <summary>Uses the invitation. Of concurrent calls, only one returns true.</summary>
    public async Task<bool> Use(Invitation invitation) =>
        await database.Invitations.Where(row => row.Id == invitation.Id).ExecuteDeleteAsync() == 1;

    /// <summary>Withdraws an invitation that was not used.</summary>
    public Task<int> Withdraw(string invitationId) => database.Invitations.Where(row => row.Id == invitationId).ExecuteDeleteAsync();

    /// <summary>The ID under which the invitation of a link is stored.</summary>
    public static string IdOf(string secret) => Secrets.Hash(secret);

    /// <summary>The simulated inbox of an invited person, who has no account yet.</summary>
    public static Guid InboxOf(string email) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes("invitation:" + email.Trim().ToUpperInvariant())).AsSpan(0, 16));

    private async Task<string> Add(Func<string, Invitation> make)
    {
        var secret = Secrets.New();
        database.Invitations.Add(make(IdOf(secret)));
        await database.SaveChangesAsync();
        return secret;
    }
}
