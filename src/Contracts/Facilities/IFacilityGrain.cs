using System.Collections.Immutable;
using KiPass.Contracts.Access;

namespace KiPass.Contracts.Facilities;

/// <summary>
/// One facility (시설): its facts, people, zones, devices and counts. Key <see cref="FacilityKey"/>. Every method checks the caller's role in
/// this facility against one table of rules; <see cref="AnswerStatus.NotFound"/> when the caller has no role here at all.
/// </summary>
[Alias("kipass.facility")]
public interface IFacilityGrain : IGrainWithStringKey
{
    /// <summary>Everything that the caller may see of it.</summary>
    [Alias("View")]
    ValueTask<Answer<FacilityView>> View(Caller caller);

    /// <summary>Keeps a draft, also an incomplete one. The first call for a fresh id makes the facility and its caller the owner.</summary>
    [Alias("SaveDraft")]
    ValueTask<Answer> SaveDraft(Caller caller, FacilityFacts facts);

    /// <summary>Draft → submitted. The tax service is asked afterwards; when it is down, the facility stays submitted and is asked about again.</summary>
    /// <returns>Invalid with every wrong field; Conflict when it is not a draft.</returns>
    [Alias("Submit")]
    ValueTask<Answer> Submit(Caller caller);

    /// <summary>Submitted → active, by an official who has checked it.</summary>
    [Alias("Approve")]
    ValueTask<Answer> Approve(Caller caller);

    /// <summary>Submitted → draft, with a reason that the owner reads (1 to 500 characters).</summary>
    [Alias("Reject")]
    ValueTask<Answer> Reject(Caller caller, string reason);

    /// <summary>Changes the facts of a facility that is not a draft. Business number, opening date and representative are changed by officials alone (Fixed).</summary>
    [Alias("Edit")]
    ValueTask<Answer> Edit(Caller caller, FacilityFacts facts);

    /// <summary>Active → suspended, with a reason (0 to 500 characters): devices are refused within 5 s.</summary>
    [Alias("Suspend")]
    ValueTask<Answer> Suspend(Caller caller, string reason);

    /// <summary>Suspended → active. What an official has suspended, only an official resumes (Refused).</summary>
    [Alias("Resume")]
    ValueTask<Answer> Resume(Caller caller);

    /// <summary>Closes it for good, with a reason (0 to 500 characters); all devices are refused within 5 s.</summary>
    [Alias("Close")]
    ValueTask<Answer> Close(Caller caller, string reason);

    /// <summary>Gives an account of the owners' area the role manager or scanner, or changes it. There is one owner: see <see cref="OfferTransfer"/>.</summary>
    [Alias("SetMember")]
    ValueTask<Answer> SetMember(Caller caller, string accountId, MemberRole role);

    /// <summary>Takes an account's role; not the owner's (Conflict).</summary>
    [Alias("RemoveMember")]
    ValueTask<Answer> RemoveMember(Caller caller, string accountId);

    /// <summary>Offers the facility to another account; null withdraws the offer.</summary>
    [Alias("OfferTransfer")]
    ValueTask<Answer> OfferTransfer(Caller caller, string? accountId);

    /// <summary>Takes over a facility that was offered to the caller; the former owner has no role in it afterwards.</summary>
    [Alias("AcceptTransfer")]
    ValueTask<Answer> AcceptTransfer(Caller caller);

    /// <summary>Adds a zone, or renames it when the id exists. At most 50.</summary>
    [Alias("SetZone")]
    ValueTask<Answer> SetZone(Caller caller, Zone zone);

    /// <summary>Removes a zone; its devices stand nowhere afterwards.</summary>
    [Alias("RemoveZone")]
    ValueTask<Answer> RemoveZone(Caller caller, Guid zoneId);

    /// <summary>Replaces the opening hours.</summary>
    [Alias("SetHours")]
    ValueTask<Answer> SetHours(Caller caller, OpeningHours hours);

    /// <summary>Makes a pairing code, good for one device and 10 minutes. Conflict when the facility is not active.</summary>
    [Alias("OfferPairing")]
    ValueTask<Answer<PairingOffer>> OfferPairing(Caller caller);

    /// <summary>Renames a device (1 to 60 characters) and says where it stands.</summary>
    [Alias("ChangeDevice")]
    ValueTask<Answer> ChangeDevice(Caller caller, Guid deviceId, string name, Guid? zoneId);

    /// <summary>Revokes a device: it is refused everywhere within 5 s, for good.</summary>
    [Alias("RevokeDevice")]
    ValueTask<Answer> RevokeDevice(Caller caller, Guid deviceId);

    /// <summary>Entries by hour of Korean days, both included, at most 28 days; only hours with entries. Counts, never persons.</summary>
    [Alias("Entries")]
    ValueTask<Answer<ImmutableArray<HourlyEntries>>> Entries(Caller caller, DateOnly from, DateOnly to);
}
