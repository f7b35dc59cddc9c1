using System.Net.Mail;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Agency;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Staff;

/// <summary>
/// Changes of the staff. One administrator proposes a change and another one confirms it; see <see cref="TwoPeople"/>. Only disabling an
/// account takes effect at once. The rights of the acting administrator are read from the database, not from the session.
/// </summary>
internal sealed class StaffService(
    Ledger ledger,
    IDbContextFactory<AccountsDatabase> accountsDatabases,
    IDbContextFactory<AuthorityDatabase> databases,
    StaffChanges changes,
    StaffMessages messages,
    AgencySettings agency,
    TimeProvider time
)
{
    /// <summary>How long a proposal can be confirmed.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    private const int MostProposals = 100;

    public async Task<StaffOverview> Overview()
    {
        var now = time.GetUtcNow();
        await using var accounts = await accountsDatabases.CreateDbContextAsync();
        await using var database = await databases.CreateDbContextAsync();
        var open = await database
            .StaffProposals.AsNoTracking()
            .Where(row => row.ExpiresAt > now && (row.State == StaffProposalState.Proposed || row.State == StaffProposalState.Confirmed))
            .OrderBy(row => row.ProposedAt)
            .ToListAsync();
        return new StaffOverview(
            await accounts.Users.AsNoTracking().OrderBy(account => account.Name).ToListAsync(),
            [.. open.Where(row => row.State == StaffProposalState.Proposed)],
            [.. open.Where(row => row is { State: StaffProposalState.Confirmed, Kind: StaffChangeKind.Invite })]
        );
    }

    /// <summary>Proposes a change. It has no effect until another administrator confirms it.</summary>
    public Task<StaffOutcome> Propose(Official by, StaffChange change) =>
        Act(
            by,
            "propose",
            async (entries, accounts) =>
            {
                if (agency.IsOn && change.Kind != StaffChangeKind.Enable)
                {
                    return StaffOutcome.AgencyDecides;
                }
                if (await Refusal(entries, accounts, change) is { } refusal)
                {
                    return refusal;
                }
                var row = new StaffProposalRow
                {
                    Id = Guid.NewGuid(),
                    Kind = change.Kind,
                    AccountId = change.AccountId,
                    Email = change.Email.Trim(),
                    Role = change.Role,
                    District = change.District,
                    ProposedBy = by.Id,
                    ProposedAt = entries.Now,
                    ExpiresAt = entries.Now + Life,
                };
                entries.Rows.StaffProposals.Add(row);
                await entries.RecordStep(TwoPersonAction.StaffChange, row.Id, by);
                Note(entries, "staff-proposed", by, row);
                return StaffOutcome.Done;
            }
        );

    /// <summary>
    /// Confirms a change that another administrator proposed. The link of an invitation is sent to the invited address only.
    /// </summary>
    /// <param name="by">The confirming administrator.</param>
    /// <param name="proposalId">The proposal.</param>
    /// <param name="portal">Address of this portal, for the link.</param>
    public async Task<StaffOutcome> Confirm(Official by, Guid proposalId, Uri portal)
    {
        StaffInvitation? invitation = null;
        var outcome = await Act(
            by,
            "confirm",
            async (entries, accounts) =>
            {
                if (await Open(entries, proposalId, StaffProposalState.Proposed) is not { } row)
                {
                    return StaffOutcome.NotFound;
                }
                if (!await entries.IsAnotherPerson(TwoPersonAction.StaffChange, row.Id, [row.ProposedBy], by))
                {
                    return StaffOutcome.SamePerson;
                }
                if (!await IsAdministrator(accounts, row.ProposedBy))
                {
                    return StaffOutcome.ProposerGone;
                }
                if (await changes.Apply(accounts, row) is var applied && applied.Outcome != StaffOutcome.Done)
                {
                    return applied.Outcome;
                }
                invitation = applied.Invitation;
                (row.State, row.DecidedBy, row.DecidedAt) = (StaffProposalState.Confirmed, by.Id, entries.Now);
                row.ExpiresAt = entries.Now + Invitations.Life;
                row.Version++;
                Note(entries, "staff-confirmed", by, row);
                return StaffOutcome.Done;
            }
        );
        return outcome == StaffOutcome.Done && invitation is not null && !await messages.Send(invitation, portal)
            ? StaffOutcome.NotSent
            : outcome;
    }

    /// <summary>Sends the link of a confirmed invitation again, to the invited address. The earlier link becomes invalid.</summary>
    public async Task<StaffOutcome> SendAgain(Official by, Guid proposalId, Uri portal)
    {
        StaffInvitation? invitation = null;
        var outcome = await Act(
            by,
            "send",
            async (entries, accounts) =>
            {
                if (await Open(entries, proposalId, StaffProposalState.Confirmed) is not { Kind: StaffChangeKind.Invite } row)
                {
                    return StaffOutcome.NotFound;
                }
                var applied = await changes.Apply(accounts, row);
                invitation = applied.Invitation;
                row.Version++;
                Note(entries, "staff-invitation-sent", by, row);
                return applied.Outcome;
            }
        );
        return outcome == StaffOutcome.Done && invitation is not null && !await messages.Send(invitation, portal)
            ? StaffOutcome.NotSent
            : outcome;
    }

    /// <summary>Declines a proposal, or withdraws a confirmed invitation that was not used yet.</summary>
    public Task<StaffOutcome> Decline(Official by, Guid proposalId) =>
        Act(
            by,
            "decline",
            async (entries, accounts) =>
            {
                var row = await entries.Rows.StaffProposals.FirstOrDefaultAsync(proposal => proposal.Id == proposalId);
                if (
                    row is null
                    || row.State != StaffProposalState.Proposed
                        && row is not { State: StaffProposalState.Confirmed, Kind: StaffChangeKind.Invite }
                )
                {
                    return StaffOutcome.NotFound;
                }
                await new Invitations(accounts, time).Withdraw(row.InvitationId);
                (row.State, row.DecidedBy, row.DecidedAt) = (StaffProposalState.Declined, by.Id, entries.Now);
                row.Version++;
                Note(entries, "staff-declined", by, row);
                return StaffOutcome.Done;
            }
        );

    /// <summary>Disables an account at once and ends its sessions. To enable it again, two administrators are needed.</summary>
    public Task<StaffOutcome> Disable(Official by, Guid accountId) =>
        Act(
            by,
            "disable",
            async (entries, accounts) =>
            {
                if (accountId == by.Id)
                {
                    return StaffOutcome.OwnAccount;
                }
                if (await accounts.Users.FirstOrDefaultAsync(row => row.Id == accountId) is not { DisabledAt: null } account)
                {
                    return StaffOutcome.NotFound;
                }
                account.DisabledAt = entries.Now;
                account.SecurityStamp = $"{Guid.NewGuid():N}";
                await accounts.SaveChangesAsync();
                await accounts.EndSessions(accountId);
                entries.Note("staff-disabled", null, ("by", $"{by.Id}"), ("account", $"{accountId}"));
                return StaffOutcome.Done;
            }
        );

    private static async Task<StaffOutcome?> Refusal(Ledger.Entries entries, AccountsDatabase accounts, StaffChange change)
    {
        var open = await entries
            .Rows.StaffProposals.Where(row => row.State == StaffProposalState.Proposed && row.ExpiresAt > entries.Now)
            .ToListAsync();
        if (open.Count >= MostProposals)
        {
            return StaffOutcome.TooMany;
        }
        if (change.Kind is StaffChangeKind.Invite or StaffChangeKind.ChangeRole)
        {
            if (change.Role == AccountRole.Owner || !IsDistrict(change.District))
            {
                return StaffOutcome.InvalidDistrict;
            }
        }
        if (change.Kind != StaffChangeKind.Invite)
        {
            return open.Exists(row => row.Kind == change.Kind && row.AccountId == change.AccountId) ? StaffOutcome.AlreadyProposed
                : await accounts.Users.AnyAsync(row => row.Id == change.AccountId) ? null
                : StaffOutcome.NotFound;
        }
        if (!MailAddress.TryCreate(change.Email.Trim(), out var mail) || mail.Address != change.Email.Trim() || mail.Address.Length > 200)
        {
            return StaffOutcome.InvalidEmail;
        }
        var mailbox = Mailbox.Of(change.Email);
        return open.Exists(row => row.Kind == StaffChangeKind.Invite && Mailbox.Of(row.Email) == mailbox) ? StaffOutcome.AlreadyProposed
            : await StaffChanges.HasAccount(accounts, mailbox) ? StaffOutcome.AlreadyStaff
            : null;
    }

    private static bool IsDistrict(string code) =>
        code == Jurisdiction.Nation.Code || Districts.Find(code) is not null || Districts.Provinces.Any(province => province.Code == code);

    private static Task<bool> IsAdministrator(AccountsDatabase accounts, Guid id) =>
        accounts.Users.AnyAsync(row => row.Id == id && row.Role == AccountRole.Administrator && row.DisabledAt == null);

    private static async Task<StaffProposalRow?> Open(Ledger.Entries entries, Guid id, StaffProposalState state) =>
        await entries.Rows.StaffProposals.FirstOrDefaultAsync(row => row.Id == id && row.State == state && row.ExpiresAt > entries.Now);

    private static void Note(Ledger.Entries entries, string kind, Official by, StaffProposalRow row)
    {
        List<(string, string)> facts = [("by", $"{by.Id}"), ("proposal", $"{row.Id}"), ("change", $"{row.Kind}")];
        if (row.AccountId is { } account)
        {
            facts.Add(("account", $"{account}"));
        }
        if (row.Kind is StaffChangeKind.Invite or StaffChangeKind.ChangeRole)
        {
            facts.AddRange([("role", $"{row.Role}"), ("district", row.District)]);
        }
        if (by.Id != row.ProposedBy)
        {
            facts.Add(("proposedBy", $"{row.ProposedBy}"));
        }
        entries.Note(kind, null, [.. facts]);
    }

    private Task<StaffOutcome> Act(Official by, string step, Func<Ledger.Entries, AccountsDatabase, Task<StaffOutcome>> act) =>
        ledger.Change(
            async entries =>
            {
                await using var accounts = await entries.Accounts();
                var outcome = await IsAdministrator(accounts, by.Id) ? await act(entries, accounts) : StaffOutcome.NotAdministrator;
                if (outcome != StaffOutcome.Done)
                {
                    entries.Note("staff-refused", null, ("by", $"{by.Id}"), ("step", step), ("reason", $"{outcome}"));
                }
                return outcome;
            },
            StaffOutcome.Conflict
        );
}
