using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Register;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Owners.People;

/// <summary>
/// One-time invitation links to a facility. When a link is used, the facility's grain checks the permission again, with the inviter as the
/// caller. An invitation from a former owner therefore has no effect.
/// </summary>
internal sealed class FacilityInvitations(IDbContextFactory<AccountsDatabase> databases, RegisterCalls register, TimeProvider time)
{
    /// <inheritdoc cref="Invitations.NewSecret"/>
    public static string NewSecret() => Invitations.NewSecret();

    /// <summary>Creates a link. A repeated call with the same secret creates no second one.</summary>
    public async Task Make(string secret, Guid facilityId, MemberRole role, Guid invitedBy)
    {
        await using var database = await databases.CreateDbContextAsync();
        await new Invitations(database, time).ToFacility(secret, facilityId, role.ToString(), invitedBy);
    }

    /// <summary>Gets the invitation and the facility's name. Null if the link is invalid or the inviter is no longer the owner.</summary>
    public async Task<(Invitation Invitation, MemberRole Role, string Facility)?> Find(string secret)
    {
        await using var database = await databases.CreateDbContextAsync();
        if (
            await new Invitations(database, time).Find(secret) is not { FacilityId: { } facilityId, InvitedBy: { } invitedBy } invitation
            || !Enum.TryParse<MemberRole>(invitation.FacilityRole, out var role)
        )
        {
            return null;
        }
        var view = await register.Ask(() => Facility(facilityId).View(Caller.Account(invitedBy.ToString())));
        return view.Value is { MyRole: MemberRole.Owner } facility ? (invitation, role, facility.Facts.Name) : null;
    }

    /// <summary>Uses the link for an account. For the owner role, this offers the transfer and accepts it.</summary>
    public async Task<Answer> Accept(Invitation invitation, MemberRole role, Caller invited)
    {
        await using (var database = await databases.CreateDbContextAsync())
        {
            if (!await new Invitations(database, time).Use(invitation))
            {
                return Answer.Of(AnswerStatus.NotFound);
            }
        }
        var facility = Facility(invitation.FacilityId!.Value);
        var inviter = Caller.Account(invitation.InvitedBy!.Value.ToString());
        if (role != MemberRole.Owner)
        {
            return await register.Change(() => facility.SetMember(inviter, invited.AccountId, role));
        }
        var offered = await register.Change(() => facility.OfferTransfer(inviter, invited.AccountId));
        return offered.Status == AnswerStatus.Done ? await register.Change(() => facility.AcceptTransfer(invited)) : offered;
    }

    private IFacilityGrain Facility(Guid facilityId) => register.Grain<IFacilityGrain>(FacilityKey.Of(facilityId));
}
