using System.Collections.Immutable;
using KiPass.Contracts.Access;

namespace KiPass.Contracts.Venues;

/// <summary>Licensed venues: lists, matches, invitations and contacts by officials. Key <see cref="Key"/>.</summary>
[Alias("kipass.venues")]
public interface IVenuesGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "venues";

    /// <summary>Maximum number of venues per call of <see cref="Invite"/>.</summary>
    const int MaxInvited = 100;

    /// <summary>The lists of the caller's region, newest first, at most 50.</summary>
    [Alias("Lists")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<ImmutableArray<VenueListSummary>>> Lists(Caller caller);

    /// <summary>A venue by its id or by the id of its facility; for officials with jurisdiction over its district.</summary>
    [Alias("View")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<LicensedVenue>> View(Caller caller, Guid venueOrFacilityId);

    /// <summary>Confirms that a venue and a facility are the same, or (<paramref name="same"/> false) that they are not.</summary>
    [Alias("SettleMatch")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> SettleMatch(Caller caller, Guid venueId, Guid facilityId, bool same);

    /// <summary>
    /// Creates invitations for venues (1 to <see cref="MaxInvited"/>) that have not signed up; earlier unused invitations become invalid.
    /// </summary>
    /// <returns>The invitations. Their codes are returned only once.</returns>
    [Alias("Invite")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<ImmutableArray<VenueInvitation>>> Invite(Caller caller, ImmutableArray<Guid> venueIds);

    /// <summary>
    /// The venue of an invitation; for accounts of the owners' area. NotFound when it is unknown, expired, invalid, or used by another
    /// account.
    /// </summary>
    [Alias("Invited")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer<LicensedVenue>> Invited(Caller caller, string code);

    /// <summary>Uses an invitation: creates a draft with the data of the list. Idempotent for the same account.</summary>
    /// <returns>The facility's id.</returns>
    [Alias("Accept")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer<Guid>> Accept(Caller caller, string code);

    /// <summary>Contacts with a venue, or with a facility that is on no list; newest first, at most 200.</summary>
    [Alias("Contacts")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<ImmutableArray<VenueContact>>> Contacts(Caller caller, Guid subjectId);

    /// <summary>Adds a contact. Idempotent by id.</summary>
    [Alias("AddContact")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> AddContact(Caller caller, Guid subjectId, VenueContact contact);
}

/// <summary>A contact of an official with a venue. Immutable.</summary>
/// <param name="Id">Id assigned by the client.</param>
/// <param name="Kind">Kind of contact.</param>
/// <param name="Day">Day of the contact, not in the future.</param>
/// <param name="Note">Result, 1 to 500 characters.</param>
/// <param name="By">Account id of the official; set by the register.</param>
/// <param name="EnteredAt">When it was entered; set by the register.</param>
[GenerateSerializer, Immutable, Alias("kipass.venue-contact")]
public sealed record VenueContact(
    [property: Id(0)] Guid Id,
    [property: Id(1)] VenueContactKind Kind,
    [property: Id(2)] DateOnly Day,
    [property: Id(3)] string Note,
    [property: Id(4)] string By,
    [property: Id(5)] DateTimeOffset EnteredAt
)
{
    /// <summary>A contact as an official enters it; the register adds who entered it and when.</summary>
    public static VenueContact New(Guid id, VenueContactKind kind, DateOnly day, string note) => new(id, kind, day, note, "", default);
}

/// <summary>Kinds of contact.</summary>
public enum VenueContactKind
{
    /// <summary>전화.</summary>
    Called = 0,

    /// <summary>방문.</summary>
    Visited = 1,

    /// <summary>경고.</summary>
    Warned = 2,
}
