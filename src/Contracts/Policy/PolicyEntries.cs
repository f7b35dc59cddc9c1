using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Tokens;

namespace KiPass.Contracts.Policy;

/// <summary>A change of the crisis level (위기 단계 조정).</summary>
/// <param name="Level">The new level.</param>
/// <param name="From">The first day of the level; not before the day of entry, so that answers for past days do not change.</param>
/// <param name="Note">Where it was announced; at most 300 characters.</param>
[GenerateSerializer, Immutable, Alias("kipass.level-change")]
public sealed record LevelChange([property: Id(0)] CrisisLevel Level, [property: Id(1)] KoreanDay From, [property: Id(2)] string Note);

/// <summary>Effect of an order.</summary>
public enum RestrictionEffect
{
    /// <summary>집합제한·전자출입명부 사용 명령: the electronic log must be used.</summary>
    Require = 0,

    /// <summary>집합제한 해제: the restriction is lifted; the log may be used voluntarily.</summary>
    Release = 1,
}

/// <summary>A regional order (행정명령) that imposes or lifts the obligation.</summary>
[GenerateSerializer, Immutable, Alias("kipass.gathering-order")]
public sealed record RestrictionOrder
{
    /// <summary>Assigned by the client, so that entering an order is idempotent.</summary>
    [Id(0)]
    public Guid Id { get; init; }

    /// <summary>Whether it imposes or lifts the obligation.</summary>
    [Id(1)]
    public RestrictionEffect Effect { get; init; }

    /// <summary>A district, a province or the nation.</summary>
    [Id(2)]
    public Jurisdiction Region { get; init; }

    /// <summary>Codes of the types to which it applies; empty: all types.</summary>
    [Id(3)]
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>A single facility in the region; null: all facilities.</summary>
    [Id(4)]
    public Guid? FacilityId { get; init; }

    /// <summary>Its first day; not before the day of entry.</summary>
    [Id(5)]
    public KoreanDay From { get; init; }

    /// <summary>The last day of guidance without penalty (계도기간); null: enforced from its first day.</summary>
    [Id(6)]
    public KoreanDay? GuidanceUntil { get; init; }

    /// <summary>Its last day; null: until it is withdrawn.</summary>
    [Id(7)]
    public KoreanDay? Until { get; init; }

    /// <summary>Number and title, for example 서울특별시 고시 제2020-260호; 1 to 200 characters.</summary>
    [Id(8)]
    public string Title { get; init; } = "";
}

/// <summary>An order as it was entered. Only a withdrawal can be added to it.</summary>
/// <param name="Order">The order.</param>
/// <param name="By">Account id of the official. For an order that another person approved: who proposed it.</param>
/// <param name="At">When it was entered; when it was approved, if another person approved it.</param>
/// <param name="WithdrawnFrom">The first day on which it is no longer in force; null while it is.</param>
/// <param name="WithdrawnBy">Who withdrew it.</param>
/// <param name="WithdrawnAt">When that was entered.</param>
/// <param name="ApprovedBy">Account id of the approver of an <see cref="OrderProposal"/>; null for orders that one person enters.</param>
[GenerateSerializer, Immutable, Alias("kipass.order-entry")]
public sealed record RestrictionOrderEntry(
    [property: Id(0)] RestrictionOrder Order,
    [property: Id(1)] string By,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] KoreanDay? WithdrawnFrom = null,
    [property: Id(4)] string? WithdrawnBy = null,
    [property: Id(5)] DateTimeOffset? WithdrawnAt = null,
    [property: Id(6)] string? ApprovedBy = null
);

/// <summary>Exempts one facility from the obligation (예외 인정); proposed by one official and approved by another.</summary>
[GenerateSerializer, Immutable, Alias("kipass.exemption")]
public sealed record Exemption
{
    /// <summary>Assigned by the client, so that proposing an exemption is idempotent.</summary>
    [Id(0)]
    public Guid Id { get; init; }

    /// <summary>The facility.</summary>
    [Id(1)]
    public Guid FacilityId { get; init; }

    /// <summary>
    /// Its first day; not before the day on which it is proposed. If it is approved later, it starts on the day of its approval.
    /// </summary>
    [Id(2)]
    public KoreanDay From { get; init; }

    /// <summary>Its last day; null: until it is ended.</summary>
    [Id(3)]
    public KoreanDay? Until { get; init; }

    /// <summary>Reason, 1 to 300 characters.</summary>
    [Id(4)]
    public string Reason { get; init; } = "";
}

/// <summary>An exemption and its approval.</summary>
/// <param name="Exemption">The exemption.</param>
/// <param name="ProposedBy">Account id of the official.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="ApprovedBy">Account id of the approver; null while it is not approved and therefore not in force.</param>
/// <param name="ApprovedAt">When.</param>
/// <param name="EndedFrom">The first day on which it is no longer in force.</param>
/// <param name="EndedBy">Who ended it.</param>
[GenerateSerializer, Immutable, Alias("kipass.exemption-entry")]
public sealed record ExemptionEntry(
    [property: Id(0)] Exemption Exemption,
    [property: Id(1)] string ProposedBy,
    [property: Id(2)] DateTimeOffset ProposedAt,
    [property: Id(3)] string? ApprovedBy = null,
    [property: Id(4)] DateTimeOffset? ApprovedAt = null,
    [property: Id(5)] KoreanDay? EndedFrom = null,
    [property: Id(6)] string? EndedBy = null
);

/// <summary>A change of level as it was entered.</summary>
/// <param name="Change">The change.</param>
/// <param name="By">Account id of the approver, or <c>register</c> for the initial level. For a lower level: who proposed it.</param>
/// <param name="At">When it was entered; for a lower level, when it was approved.</param>
/// <param name="ApprovedBy">Account id of the approver who approved a lower level; null for other changes.</param>
[GenerateSerializer, Immutable, Alias("kipass.level-entry")]
public sealed record LevelEntry(
    [property: Id(0)] LevelChange Change,
    [property: Id(1)] string By,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string? ApprovedBy = null
);

/// <summary>All entries, in the order in which they were entered.</summary>
[GenerateSerializer, Immutable, Alias("kipass.policy-history")]
public sealed record PolicyHistory(
    [property: Id(0)] ImmutableArray<RestrictionOrderEntry> Orders,
    [property: Id(1)] ImmutableArray<ExemptionEntry> Exemptions,
    [property: Id(2)] ImmutableArray<LevelEntry> Levels,
    [property: Id(3)] ImmutableArray<LevelProposal> LevelProposals,
    [property: Id(4)] ImmutableArray<OrderProposal> OrderProposals
);
