using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Staff;

/// <summary>An invitation whose link must be sent.</summary>
/// <param name="Email">The only address that receives the link.</param>
/// <param name="Secret">The secret of the link. Never stored, shown or logged.</param>
internal sealed record StaffInvitation(string Email, string Secret);

/// <summary>Applies confirmed changes of staff accounts, in the transaction of the confirmation.</summary>
internal sealed class StaffChanges(TimeProvider time)
{
    /// <summary>Whether a mailbox belongs to an account that has verified it, enabled or not.</summary>
    public static async Task<bool> HasAccount(AccountsDatabase accounts, string mailbox) =>
        (await accounts.Users.Where(row => row.EmailConfirmed).Select(row => row.Email).ToListAsync()).Exists(email =>
            Mailbox.Of(email) == mailbox
        );

    /// <summary>Applies the change. An invitation gets a new link, and its earlier link becomes invalid.</summary>
    public async Task<(StaffOutcome Outcome, StaffInvitation? Invitation)> Apply(AccountsDatabase accounts, StaffProposalRow row)
    {
        if (row.Kind == StaffChangeKind.Invite)
        {
            if (await HasAccount(accounts, Mailbox.Of(row.Email)))
            {
                return (StaffOutcome.AlreadyStaff, null);
            }
            var invitations = new Invitations(accounts, time);
            await invitations.Withdraw(row.InvitationId);
            var secret = await invitations.Official(row.Role, row.Email, row.District, row.ProposedBy);
            row.InvitationId = Invitations.IdOf(secret);
            return (StaffOutcome.Done, new StaffInvitation(row.Email, secret));
        }
        if (await accounts.Users.FirstOrDefaultAsync(account => account.Id == row.AccountId) is not { } account)
        {
            return (StaffOutcome.NotFound, null);
        }
        switch (row.Kind)
        {
            case StaffChangeKind.ChangeRole:
                (account.Role, account.District) = (row.Role, row.District);
                break;
            case StaffChangeKind.Enable:
                account.DisabledAt = null;
                break;
            default:
                (account.TwoFactorEnabled, account.ProtectedTotpSecret) = (false, null);
                await accounts.UserPasskeys.Where(passkey => passkey.UserId == account.Id).ExecuteDeleteAsync();
                await accounts.UserTokens.Where(token => token.UserId == account.Id).ExecuteDeleteAsync();
                break;
        }
        // Sessions have the old role and factors.
        account.SecurityStamp = $"{Guid.NewGuid():N}";
        await accounts.SaveChangesAsync();
        await accounts.EndSessions(account.Id);
        return (StaffOutcome.Done, null);
    }
}
