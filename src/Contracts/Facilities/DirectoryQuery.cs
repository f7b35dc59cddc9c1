using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;

namespace KiPass.Contracts.Facilities;

/// <summary>Which facilities, in which order, which page.</summary>
[GenerateSerializer, Immutable, Alias("kipass.directory-query")]
public sealed record DirectoryQuery
{
    /// <summary>Most facilities of one page.</summary>
    public const int MaxLimit = 200;

    /// <summary>What somebody typed, at most 100 characters: parts of name or address (all of them), or three or more digits of the business number or phone. Empty: all.</summary>
    [Id(0)]
    public string Text { get; init; } = "";

    /// <summary>Only this stage (never drafts); null: all but drafts.</summary>
    [Id(1)]
    public FacilityState? Stage { get; init; }

    /// <summary>Only this type; null: all.</summary>
    [Id(2)]
    public string? Type { get; init; }

    /// <summary>Only this district, province or nation, inside the caller's jurisdiction; null: all of that.</summary>
    [Id(3)]
    public Jurisdiction? Region { get; init; }

    /// <summary>Only this answer of the tax service; null: any.</summary>
    [Id(4)]
    public BusinessRegistryVerdict? Registry { get; init; }

    /// <summary>Sorted by this, then by id.</summary>
    [Id(5)]
    public DirectoryOrder Order { get; init; }

    /// <summary>From the last to the first.</summary>
    [Id(6)]
    public bool Descending { get; init; }

    /// <summary>How many to leave out before the page.</summary>
    [Id(7)]
    public int Offset { get; init; }

    /// <summary>How many on the page, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(8)]
    public int Limit { get; init; } = 50;
}

/// <summary>What a list is sorted by.</summary>
public enum DirectoryOrder
{
    /// <summary>Trade name.</summary>
    Name = 0,

    /// <summary>Type's code.</summary>
    Type = 1,

    /// <summary>District's code.</summary>
    District = 2,

    /// <summary>Stage.</summary>
    Stage = 3,

    /// <summary>When it last changed.</summary>
    Changed = 4,
}

/// <summary>One page.</summary>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Facilities">Those of this page.</param>
[GenerateSerializer, Immutable, Alias("kipass.directory-page")]
public sealed record DirectoryPage([property: Id(0)] int Total, [property: Id(1)] ImmutableArray<FacilitySummary> Facilities);

/// <summary>A facility in a list.</summary>
[GenerateSerializer, Immutable, Alias("kipass.facility-summary")]
public sealed record FacilitySummary
{
    /// <summary>The facility's id.</summary>
    [Id(0)]
    public Guid Id { get; init; }

    /// <summary>Where its registration stands.</summary>
    [Id(1)]
    public FacilityState Stage { get; init; }

    /// <summary>Trade name.</summary>
    [Id(2)]
    public string Name { get; init; } = "";

    /// <summary>Code of its type.</summary>
    [Id(3)]
    public string Type { get; init; } = "";

    /// <summary>Code of its district.</summary>
    [Id(4)]
    public string District { get; init; } = "";

    /// <summary>The address inside the district.</summary>
    [Id(5)]
    public string Address { get; init; } = "";

    /// <summary>Business number, <c>NNN-NN-NNNNN</c> (a draft: as typed).</summary>
    [Id(6)]
    public string BusinessNumber { get; init; } = "";

    /// <summary>Phone, digits.</summary>
    [Id(7)]
    public string Phone { get; init; } = "";

    /// <summary>Persons at once; 0 when not stated.</summary>
    [Id(8)]
    public int Capacity { get; init; }

    /// <summary>Whether it is indoors.</summary>
    [Id(9)]
    public bool Indoor { get; init; }

    /// <summary>Whether there are places for standing.</summary>
    [Id(10)]
    public bool Standing { get; init; }

    /// <summary>What the tax service said.</summary>
    [Id(11)]
    public BusinessRegistryVerdict Registry { get; init; }

    /// <summary>When it was begun.</summary>
    [Id(12)]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    [Id(13)]
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>When a device of it was last seen, to within hours; null: never.</summary>
    [Id(14)]
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>The obligation of today.</summary>
    [Id(15)]
    public ObligationKind Obligation { get; init; }

    /// <summary>In one's own list: the own role. Null for an official, and for an offer to take it over.</summary>
    [Id(16)]
    public MemberRole? MyRole { get; init; }

    /// <summary>In one's own list: the facility is offered to the caller.</summary>
    [Id(17)]
    public bool Offered { get; init; }
}
