using System.Collections.Immutable;
using KiPass.Contracts.Access;

namespace KiPass.Contracts.Venues;

/// <summary>Licensed venues: lists, invitations, and what was done about those who have not signed up. Key <see cref="Key"/>.</summary>
[Alias("kipass.venues")]
public interface IVenuesGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "venues";

    /// <summary>Most venues invited at once.</summary>
    const int MaxInvited = 100;

    /// <summary>The lists of the caller's region, newest first, at most 50.</summary>
    [Alias("Lists")]
    ValueTask<Answer<ImmutableArray<VenueListSummary>>> Lists(Caller caller);

    /// <summary>A venue by its id or by the id of the facility that signed up for it; an official who answers for its district.</summary>
    [Alias("View")]
    ValueTask<Answer<LicensedVenue>> View(Caller caller, Guid venueOrFacilityId);

    /// <summary>Says that a venue and a facility are the same, or (<paramref name="same"/> false) that they are not.</summary>
    [Alias("SettleMatch")]
    ValueTask<Answer> SettleMatch(Caller caller, Guid venueId, Guid facilityId, bool same);

    /// <summary>Makes an invitation for each of some venues (1 to <see cref="MaxInvited"/>) that has not signed up; earlier unused ones are void.</summary>
    /// <returns>Those that could be invited; the codes are told once.</returns>
    [Alias("Invite")]
    ValueTask<Answer<ImmutableArray<VenueInvitation>>> Invite(Caller caller, ImmutableArray<Guid> venueIds);

    /// <summary>Whom an invitation invites; an account of the owners' area. NotFound when it is unknown, over, void, or used by another account.</summary>
    [Alias("Invited")]
    ValueTask<Answer<LicensedVenue>> Invited(Caller caller, string code);

    /// <summary>Uses an invitation: begins a facility with what the list says filled in. The same account again gets the same facility.</summary>
    /// <returns>The facility's id.</returns>
    [Alias("Accept")]
    ValueTask<Answer<Guid>> Accept(Caller caller, string code);

    /// <summary>What was done about a venue, or about a facility on no list; newest first, at most 200.</summary>
    [Alias("Contacts")]
    ValueTask<Answer<ImmutableArray<VenueContact>>> Contacts(Caller caller, Guid subjectId);

    /// <summary>Adds to that. The same id again: done.</summary>
    [Alias("AddContact")]
    ValueTask<Answer> AddContact(Caller caller, Guid subjectId, VenueContact contact);
}

/// <summary>Something that an official did about a venue. Never changed afterwards.</summary>
/// <param name="Id">Made by whoever enters it.</param>
/// <param name="Kind">What.</param>
/// <param name="Day">On which day, not after today.</param>
/// <param name="Note">What came of it, 1 to 500 characters.</param>
/// <param name="By">Account id of the official; set by the register.</param>
/// <param name="EnteredAt">When it was entered; set by the register.</param>
[GenerateSerializer, Immutable, Alias("kipass.venue-contact")]
public sealed record VenueContact(
    [property: Id(0)] Guid Id,
    [property: Id(1)] VenueContactKind Kind,
    [property: Id(2)] DateOnly Day,
    [property: Id(3)] string Note,
    [property: Id(4)] string By = "",
    [property: Id(5)] DateTimeOffset EnteredAt = default
);

/// <summary>What an official can do about a venue.</summary>
public enum VenueContactKind
{
    /// <summary>전화.</summary>
    Called = 0,

    /// <summary>방문.</summary>
    Visited = 1,

    /// <summary>경고.</summary>
    Warned = 2,
}
