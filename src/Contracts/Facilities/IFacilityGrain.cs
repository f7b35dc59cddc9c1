using System.Collections.Immutable;
using KiPass.Contracts.Access;

namespace KiPass.Contracts.Facilities;

/// <summary>
/// One facility (시설): its facts, members, zones, devices and counts. Key <see cref="FacilityKey"/>. Every method checks the caller's role
/// in the facility; <see cref="AnswerStatus.NotFound"/> when the caller has no role in it.
/// </summary>
[Alias("kipass.facility"), IdKey("f:")]
public interface IFacilityGrain : IGrainWithStringKey
{
    /// <summary>The facility as the caller may see it.</summary>
    [Alias("View")]
    [OpenTo(CallerRole.Account, CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<FacilityView>> View(Caller caller);

    /// <summary>
    /// Saves a draft, which can be incomplete. The first call for a new id creates the facility, with the caller as its owner.
    /// </summary>
    [Alias("SaveDraft")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer> SaveDraft(Caller caller, FacilityFacts facts);

    /// <summary>
    /// Draft → submitted. The tax service is called afterwards; if it is down, the facility stays submitted and is checked again later.
    /// </summary>
    /// <returns>Invalid with every invalid field; Conflict when it is not a draft.</returns>
    [Alias("Submit")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer> Submit(Caller caller);

    /// <summary>Submitted → active, without a finding. For officials' portals of the version before.</summary>
    [Alias("Approve")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> Approve(Caller caller);

    /// <summary>
    /// Submitted → active, with what the official found when comparing the registration with the certificate (1 to 500 characters, visible to
    /// the owner).
    /// </summary>
    [Alias("Confirm")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> Confirm(Caller caller, string finding);

    /// <summary>Submitted → draft, with a reason for the owner (1 to 500 characters).</summary>
    [Alias("Reject")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> Reject(Caller caller, string reason);

    /// <summary>
    /// Changes the facts of a facility that is not a draft. Only officials can change business number, opening date and representative
    /// (otherwise Fixed).
    /// </summary>
    [Alias("Edit")]
    [OpenTo(CallerRole.Account, CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> Edit(Caller caller, FacilityFacts facts);

    /// <summary>Active → suspended, with a reason (0 to 500 characters). Its devices are refused within 5 s.</summary>
    [Alias("Suspend")]
    [OpenTo(CallerRole.Account, CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> Suspend(Caller caller, string reason);

    /// <summary>Suspended → active. Only an official can resume a facility that an official suspended (otherwise Refused).</summary>
    [Alias("Resume")]
    [OpenTo(CallerRole.Account, CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> Resume(Caller caller);

    /// <summary>Closes the facility permanently, with a reason (0 to 500 characters). Its devices are refused within 5 s.</summary>
    [Alias("Close")]
    [OpenTo(CallerRole.Account, CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> Close(Caller caller, string reason);

    /// <summary>
    /// Sets the role of an account of the owners' area to manager or scanner. For the owner, see <see cref="OfferTransfer"/>.
    /// </summary>
    [Alias("SetMember")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer> SetMember(Caller caller, string accountId, MemberRole role);

    /// <summary>Removes a member and revokes the devices that the member paired; Conflict for the owner.</summary>
    [Alias("RemoveMember")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer> RemoveMember(Caller caller, string accountId);

    /// <summary>Offers the facility to another account; null withdraws the offer.</summary>
    [Alias("OfferTransfer")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer> OfferTransfer(Caller caller, string? accountId);

    /// <summary>Accepts a facility that was offered to the caller; the previous owner loses its role, and devices that it paired are revoked.</summary>
    [Alias("AcceptTransfer")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer> AcceptTransfer(Caller caller);

    /// <summary>Adds a zone, or renames an existing one. At most 50 zones.</summary>
    [Alias("SetZone")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer> SetZone(Caller caller, Zone zone);

    /// <summary>Removes a zone; its devices then have no zone.</summary>
    [Alias("RemoveZone")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer> RemoveZone(Caller caller, Guid zoneId);

    /// <summary>Replaces the opening hours.</summary>
    [Alias("SetHours")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer> SetHours(Caller caller, OpeningHours hours);

    /// <summary>Creates a pairing code for one device, valid for 10 minutes. Conflict when the facility is not active.</summary>
    [Alias("OfferPairing")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer<PairingOffer>> OfferPairing(Caller caller);

    /// <summary>
    /// As <see cref="OfferPairing"/>. Repeated with the same request id, it returns the same code while that code is valid.
    /// </summary>
    [Alias("OfferPairingOnce")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer<PairingOffer>> OfferPairingOnce(Caller caller, Guid requestId);

    /// <summary>Sets the name (1 to 60 characters) and the zone of a device.</summary>
    [Alias("ChangeDevice")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer> ChangeDevice(Caller caller, Guid deviceId, string name, Guid? zoneId);

    /// <summary>Revokes a device permanently; it is refused within 5 s.</summary>
    [Alias("RevokeDevice")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer> RevokeDevice(Caller caller, Guid deviceId);

    /// <summary>Number of entries per hour from one Korean day to another (inclusive, at most 28 days); only hours with entries.</summary>
    [Alias("Entries")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer<ImmutableArray<HourlyEntries>>> Entries(Caller caller, DateOnly from, DateOnly to);

    /// <summary>Entries of today and of the last 60 minutes, at most one second old; for every member.</summary>
    [Alias("Live")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer<LiveEntries>> Live(Caller caller);
}
