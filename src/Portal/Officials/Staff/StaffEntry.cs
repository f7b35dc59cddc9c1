using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Staff;

/// <summary>Outcome of using an invitation.</summary>
internal enum StaffEntryOutcome
{
    /// <summary>The account was created and waits for its codes.</summary>
    Created,

    /// <summary>The link was used before, was withdrawn, or is older than seven days.</summary>
    NotFound,

    /// <summary>The form has another e-mail address than the invitation.</summary>
    OtherEmail,

    /// <summary>The phone number belongs to another staff account.</summary>
    PhoneTaken,
}

/// <summary>Creates the account of an invited person.</summary>
internal sealed class StaffEntry(Invitations invitations, SignUp signUp, AccountsDatabase accounts, Ledger ledger)
{
    /// <summary>How long an account may wait for its codes.</summary>
    public static readonly TimeSpan Unverified = TimeSpan.FromDays(7);

    public Task<Invitation?> Find(string secret) => invitations.Find(secret);

    /// <summary>Uses an invitation. A refusal does not use it up.</summary>
    /// <param name="secret">The secret of the link.</param>
    /// <param name="form">The valid form.</param>
    /// <returns>The outcome, and the ID of the account that was created.</returns>
    public async Task<(StaffEntryOutcome Outcome, Guid AccountId)> Use(string secret, SignUpForm form)
    {
        if (await invitations.Find(secret) is not { Role: not AccountRole.Owner } invitation)
        {
            return (StaffEntryOutcome.NotFound, default);
        }
        if (invitation.Email.Length > 0 && !form.Email.Trim().Equals(invitation.Email, StringComparison.OrdinalIgnoreCase))
        {
            return (StaffEntryOutcome.OtherEmail, default);
        }
        await RemoveUnverified(form.Email);
        if (await StaffPhones.IsTaken(accounts, Phone.Parse(form.Phone)))
        {
            return (StaffEntryOutcome.PhoneTaken, default);
        }
        if (await StaffChanges.HasAccount(accounts, Mailbox.Of(form.Email)) || !await invitations.Use(invitation))
        {
            return (StaffEntryOutcome.NotFound, default);
        }
        var accountId = await signUp.Begin(form, invitation.Role, invitation.District);
        await ledger.Change(
            async entries =>
            {
                if (await entries.Rows.StaffProposals.FirstOrDefaultAsync(row => row.InvitationId == invitation.Id) is { } proposal)
                {
                    (proposal.State, proposal.AccountId, proposal.Email) = (StaffProposalState.Used, accountId, "");
                    proposal.Version++;
                }
                entries.Note("staff-invitation-used", null, ("by", $"{accountId}"), ("role", $"{invitation.Role}"));
                return true;
            },
            overtaken: false
        );
        return (StaffEntryOutcome.Created, accountId);
    }

    /// <summary>Removes staff accounts that did not enter their codes, and proposals that are over.</summary>
    public static async Task<bool> RemoveOld(Ledger.Entries entries)
    {
        await using var accounts = await entries.Accounts();
        var last = entries.Now - Unverified;
        await accounts
            .Users.Where(row => row.Role != AccountRole.Owner && !(row.EmailConfirmed && row.PhoneNumberConfirmed) && row.CreatedAt <= last)
            .ExecuteDeleteAsync();
        await entries
            .Rows.StaffProposals.Where(row => row.ExpiresAt <= entries.Now && row.Email != "")
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Email, ""));
        var old = entries.Now - TwoPeople.Kept;
        await entries.Rows.StaffProposals.Where(row => row.ExpiresAt <= old).ExecuteDeleteAsync();
        return true;
    }

    // The invited person may fill in the form again after a mistake, with a new link.
    private async Task RemoveUnverified(string email)
    {
        var mailbox = Mailbox.Of(email);
        var waiting = await accounts.Users.AsNoTracking().Where(row => !row.EmailConfirmed).ToListAsync();
        var own = waiting.Where(row => Mailbox.Of(row.PendingEmail ?? row.Email) == mailbox).Select(row => row.Id).ToList();
        await accounts.Users.Where(row => own.Contains(row.Id)).ExecuteDeleteAsync();
    }
}
