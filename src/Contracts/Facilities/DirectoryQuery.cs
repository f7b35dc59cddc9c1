using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;

namespace KiPass.Contracts.Facilities;

/// <summary>Filter, sort order and page of a query.</summary>
[GenerateSerializer, Immutable, Alias("kipass.directory-query")]
public sealed record DirectoryQuery
{
    /// <summary>Maximum page size.</summary>
    public const int MaxLimit = 200;

    /// <summary>
    /// Search text, at most 100 characters: words of name or address (all must match), or at least three digits of business number or
    /// phone. Empty: all.
    /// </summary>
    [Id(0)]
    public string Text { get; init; } = "";

    /// <summary>Only facilities in this state (never drafts); null: all except drafts.</summary>
    [Id(1)]
    public FacilityState? Stage { get; init; }

    /// <summary>Only this type; null: all.</summary>
    [Id(2)]
    public string? Type { get; init; }

    /// <summary>A district, province or the nation, within the caller's jurisdiction; null: the whole jurisdiction.</summary>
    [Id(3)]
    public Jurisdiction? Region { get; init; }

    /// <summary>Only this result of the tax service; null: any.</summary>
    [Id(4)]
    public BusinessRegistryVerdict? Registry { get; init; }

    /// <summary>Sort column; ties are sorted by id.</summary>
    [Id(5)]
    public DirectoryOrder Order { get; init; }

    /// <summary>Whether to sort in descending order.</summary>
    [Id(6)]
    public bool Descending { get; init; }

    /// <summary>Number of facilities to skip.</summary>
    [Id(7)]
    public int Offset { get; init; }

    /// <summary>Page size, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(8)]
    public int Limit { get; init; } = 50;
}

/// <summary>Sort column of a list.</summary>
public enum DirectoryOrder
{
    /// <summary>Trade name.</summary>
    Name = 0,

    /// <summary>Code of the type.</summary>
    Type = 1,

    /// <summary>Code of the district.</summary>
    District = 2,

    /// <summary>State.</summary>
    Stage = 3,

    /// <summary>Time of the last change.</summary>
    Changed = 4,
}

/// <summary>One page.</summary>
/// <param name="Total">Total number of matching facilities.</param>
/// <param name="Facilities">The facilities of this page.</param>
[GenerateSerializer, Immutable, Alias("kipass.directory-page")]
public sealed record DirectoryPage([property: Id(0)] int Total, [property: Id(1)] ImmutableArray<FacilitySummary> Facilities);

/// <summary>A facility in a list.</summary>
[GenerateSerializer, Immutable, Alias("kipass.facility-summary")]
public sealed record FacilitySummary
{
    /// <summary>The facility's id.</summary>
    [Id(0)]
    public Guid Id { get; init; }

    /// <summary>State of the registration.</summary>
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

    /// <summary>The address within the district.</summary>
    [Id(5)]
    public string Address { get; init; } = "";

    /// <summary>Business number, <c>NNN-NN-NNNNN</c> (a draft: as typed).</summary>
    [Id(6)]
    public string BusinessNumber { get; init; } = "";

    /// <summary>Phone, digits.</summary>
    [Id(7)]
    public string Phone { get; init; } = "";

    /// <summary>Maximum number of persons at the same time; 0 when not stated.</summary>
    [Id(8)]
    public int Capacity { get; init; }

    /// <summary>Whether it is indoors.</summary>
    [Id(9)]
    public bool Indoor { get; init; }

    /// <summary>Whether there are standing places.</summary>
    [Id(10)]
    public bool Standing { get; init; }

    /// <summary>Result of the tax service.</summary>
    [Id(11)]
    public BusinessRegistryVerdict Registry { get; init; }

    /// <summary>When its registration was started.</summary>
    [Id(12)]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Time of the last change.</summary>
    [Id(13)]
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>When one of its devices was last seen, to within a few hours; null: never.</summary>
    [Id(14)]
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Today's obligation.</summary>
    [Id(15)]
    public ObligationKind Obligation { get; init; }

    /// <summary>
    /// The caller's role, in a list of the caller's own facilities; otherwise null, also for a facility that is only offered to the caller.
    /// </summary>
    [Id(16)]
    public MemberRole? MyRole { get; init; }

    /// <summary>Whether the facility is offered to the caller, in a list of the caller's own facilities.</summary>
    [Id(17)]
    public bool Offered { get; init; }
}
