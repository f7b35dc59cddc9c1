using KiPass.Contracts.Facilities;

namespace KiPass.Contracts.Venues;

/// <summary>A venue licensed by a district (인허가 업소), from a list loaded by an official.</summary>
[GenerateSerializer, Immutable, Alias("kipass.licensed-venue")]
public sealed record LicensedVenue
{
    /// <summary>Id assigned by the register.</summary>
    [Id(0)]
    public Guid Id { get; init; }

    /// <summary>Business number, ten digits; empty when not in the list.</summary>
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

    /// <summary>The address within the district.</summary>
    [Id(5)]
    public string Address { get; init; } = "";

    /// <summary>Phone, digits; empty when not in the list.</summary>
    [Id(6)]
    public string Phone { get; init; } = "";

    /// <summary>Maximum number of persons at the same time; 0 when not in the list.</summary>
    [Id(7)]
    public int Capacity { get; init; }

    /// <summary>When it was licensed; null when not in the list.</summary>
    [Id(8)]
    public DateOnly? LicensedOn { get; init; }

    /// <summary>When it was last loaded from a list.</summary>
    [Id(9)]
    public DateTimeOffset LoadedAt { get; init; }

    /// <summary>When it was last invited; null: never.</summary>
    [Id(10)]
    public DateTimeOffset? InvitedAt { get; init; }

    /// <summary>The matching facility; null when there is none.</summary>
    [Id(11)]
    public VenueMatch? Match { get; init; }
}

/// <summary>The match between a venue and a facility.</summary>
/// <param name="FacilityId">The facility.</param>
/// <param name="Kind">How they were matched.</param>
/// <param name="Score">Similarity of the names and, if they were compared, the addresses, in percent.</param>
[GenerateSerializer, Immutable, Alias("kipass.venue-match")]
public sealed record VenueMatch([property: Id(0)] Guid FacilityId, [property: Id(1)] VenueMatchKind Kind, [property: Id(2)] int Score);

/// <summary>How a venue and a facility were matched, the most certain first.</summary>
public enum VenueMatchKind
{
    /// <summary>Not matched.</summary>
    None = 0,

    /// <summary>By business number.</summary>
    Number = 1,

    /// <summary>By district, name and address, ignoring spaces, floors and company forms.</summary>
    NameAndAddress = 2,

    /// <summary>Name or address is equal and the other similar; an official should check it.</summary>
    Similar = 3,

    /// <summary>The facility was created from the venue's invitation.</summary>
    Invitation = 4,

    /// <summary>Confirmed by an official.</summary>
    ByHand = 5,
}

/// <summary>An invitation to be printed: the code is returned once and not stored.</summary>
/// <param name="Venue">The invited venue.</param>
/// <param name="Code">22 characters of base64url: 128 random bits.</param>
/// <param name="Until">When it expires.</param>
[GenerateSerializer, Immutable, Alias("kipass.venue-invitation")]
public sealed record VenueInvitation(
    [property: Id(0)] LicensedVenue Venue,
    [property: Id(1)] string Code,
    [property: Id(2)] DateTimeOffset Until
)
{
    /// <summary>Redacted, so that a code cannot reach a log.</summary>
    public override string ToString() => nameof(VenueInvitation);
}
