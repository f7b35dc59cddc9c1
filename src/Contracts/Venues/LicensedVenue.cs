using KiPass.Contracts.Facilities;

namespace KiPass.Contracts.Venues;

/// <summary>A venue that a district has licensed (인허가 업소), from a list that an official loaded.</summary>
[GenerateSerializer, Immutable, Alias("kipass.licensed-venue")]
public sealed record LicensedVenue
{
    /// <summary>Made by the register.</summary>
    [Id(0)]
    public Guid Id { get; init; }

    /// <summary>Business number, ten digits; empty when the list names none.</summary>
    [Id(1)]
    public string BusinessNumber { get; init; } = "";

    /// <summary>Trade name.</summary>
    [Id(2)]
    public string Name { get; init; } = "";

    /// <summary>Code of its type, see <see cref="FacilityTypes"/>.</summary>
    [Id(3)]
    public string Type { get; init; } = "";

    /// <summary>Code of its district.</summary>
    [Id(4)]
    public string District { get; init; } = "";

    /// <summary>The address inside the district.</summary>
    [Id(5)]
    public string Address { get; init; } = "";

    /// <summary>Phone, digits; empty when the list names none.</summary>
    [Id(6)]
    public string Phone { get; init; } = "";

    /// <summary>Persons at once; 0 when the list names none.</summary>
    [Id(7)]
    public int Capacity { get; init; }

    /// <summary>When it was licensed; null when the list does not say.</summary>
    [Id(8)]
    public DateOnly? LicensedOn { get; init; }

    /// <summary>When a list last named it.</summary>
    [Id(9)]
    public DateTimeOffset LoadedAt { get; init; }

    /// <summary>When it was last invited; null: never.</summary>
    [Id(10)]
    public DateTimeOffset? InvitedAt { get; init; }

    /// <summary>The facility that signed up for it; null when none did.</summary>
    [Id(11)]
    public VenueMatch? Match { get; init; }
}

/// <summary>How a sign-up was recognised as a venue's.</summary>
/// <param name="FacilityId">The facility.</param>
/// <param name="Kind">By what.</param>
/// <param name="Score">How well the names agree, and where they decided also the addresses; percent.</param>
[GenerateSerializer, Immutable, Alias("kipass.venue-match")]
public sealed record VenueMatch([property: Id(0)] Guid FacilityId, [property: Id(1)] VenueMatchKind Kind, [property: Id(2)] int Score);

/// <summary>By what a sign-up was recognised, the surest first.</summary>
public enum VenueMatchKind
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>Its business number is the venue's.</summary>
    Number = 1,

    /// <summary>District, name and address are the same once spaces, floors and company forms are left out.</summary>
    NameAndAddress = 2,

    /// <summary>One of name and address is the same, the other similar: an official ought to look.</summary>
    Similar = 3,

    /// <summary>It began from the venue's invitation.</summary>
    Invitation = 4,

    /// <summary>An official said so.</summary>
    ByHand = 5,
}

/// <summary>An invitation as it is printed: the code is told once and not kept.</summary>
/// <param name="Venue">Whom it invites.</param>
/// <param name="Code">22 characters of base64url: 128 random bits.</param>
/// <param name="Until">When it ends.</param>
[GenerateSerializer, Immutable, Alias("kipass.venue-invitation")]
public sealed record VenueInvitation(
    [property: Id(0)] LicensedVenue Venue,
    [property: Id(1)] string Code,
    [property: Id(2)] DateTimeOffset Until
)
{
    /// <summary>Nothing: a code never reaches a log by accident.</summary>
    public override string ToString() => nameof(VenueInvitation);
}
