using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;

namespace KiPass.Portal.Officials.Staff;

/// <summary>Outcome of a change of the staff. The audit log records every change and every refusal.</summary>
internal enum StaffOutcome
{
    Done,

    /// <summary>The acting account is not an enabled administrator any more.</summary>
    NotAdministrator,

    /// <summary>The proposal or the account does not exist, or the proposal has expired.</summary>
    NotFound,

    /// <summary>The proposal was already decided, or the account already is as proposed.</summary>
    Conflict,

    /// <summary>The e-mail address is not valid.</summary>
    InvalidEmail,

    /// <summary>The jurisdiction does not exist.</summary>
    InvalidDistrict,

    /// <summary>A staff account with this e-mail address exists.</summary>
    AlreadyStaff,

    /// <summary>The same change is already proposed.</summary>
    AlreadyProposed,

    /// <summary>Too many proposals wait for confirmation.</summary>
    TooMany,

    /// <summary>The confirming administrator is the same person as the proposing one: same account, phone, mailbox or browser.</summary>
    SamePerson,

    /// <summary>The proposing administrator is not an enabled administrator any more.</summary>
    ProposerGone,

    /// <summary>Administrators cannot disable their own account.</summary>
    OwnAccount,

    /// <summary>Confirmed, but the gateway did not accept the message with the link. It can be sent again.</summary>
    NotSent,

    /// <summary>The agency's own sign-in decides about accounts and roles.</summary>
    AgencyDecides,
}

/// <summary>A change that an administrator proposes.</summary>
/// <param name="Kind">The kind of change.</param>
/// <param name="AccountId">The account to change; null for an invitation.</param>
/// <param name="Email">The address to invite; otherwise empty.</param>
/// <param name="Role">The role of an invitation or a role change.</param>
/// <param name="District">The jurisdiction of an invitation or a role change.</param>
internal sealed record StaffChange(
    StaffChangeKind Kind,
    Guid? AccountId = null,
    string Email = "",
    AccountRole Role = AccountRole.Official,
    string District = "*"
);

/// <summary>The staff and the open proposals, for administrators.</summary>
/// <param name="Accounts">All accounts, by name.</param>
/// <param name="Proposed">Proposals that wait for another administrator, oldest first.</param>
/// <param name="Invited">Confirmed invitations that were not used yet.</param>
internal sealed record StaffOverview(
    IReadOnlyList<Account> Accounts,
    IReadOnlyList<StaffProposalRow> Proposed,
    IReadOnlyList<StaffProposalRow> Invited
);
