using System.Collections.Immutable;
using KiPass.Tokens;

namespace KiPass.Contracts.Policy;

/// <summary>How far a facility must keep the electronic log on a day.</summary>
public enum ObligationKind
{
    /// <summary>자율: it may.</summary>
    Voluntary = 0,

    /// <summary>계도기간: it must, without penalty yet.</summary>
    MandatoryInGuidance = 1,

    /// <summary>의무: it must, under penalty.</summary>
    MandatoryEnforced = 2,
}

/// <summary>What decided.</summary>
public enum ObligationBasis
{
    /// <summary>Nothing covers the facility on that day.</summary>
    Nothing = 0,

    /// <summary>A rule of the notice.</summary>
    Rule = 1,

    /// <summary>A regional order.</summary>
    Order = 2,

    /// <summary>An approved exemption.</summary>
    Exemption = 3,

    /// <summary>The crisis level: at Caution or Interest nobody is obliged.</summary>
    CrisisLevel = 4,
}

/// <summary>What the rules look at in a facility.</summary>
/// <param name="FacilityId">Its id; null for one that is not registered yet.</param>
/// <param name="Type">Code of its type.</param>
/// <param name="District">Code of its district.</param>
/// <param name="Capacity">Persons at once.</param>
/// <param name="Indoor">Whether it is indoors.</param>
/// <param name="Standing">Whether all or part of its places are for standing.</param>
[GenerateSerializer, Immutable, Alias("kipass.obligation-profile")]
public sealed record ObligationProfile(
    [property: Id(0)] Guid? FacilityId,
    [property: Id(1)] string Type,
    [property: Id(2)] string District,
    [property: Id(3)] int Capacity,
    [property: Id(4)] bool Indoor,
    [property: Id(5)] bool Standing
);

/// <summary>Whether a facility must keep the electronic log on a day, and why.</summary>
[GenerateSerializer, Immutable, Alias("kipass.obligation")]
public sealed record Obligation
{
    /// <summary>The answer.</summary>
    [Id(0)]
    public ObligationKind Kind { get; init; }

    /// <summary>What decided.</summary>
    [Id(1)]
    public ObligationBasis Basis { get; init; }

    /// <summary>Which one decided: a rule's code, the id of an order or exemption (32 hexadecimal digits), a level's name; empty for nothing.</summary>
    [Id(2)]
    public string Source { get; init; } = "";

    /// <summary>What decided, in words: the rule's name or the order's title.</summary>
    [Id(3)]
    public Bilingual Title { get; init; } = Bilingual.Empty;

    /// <summary>The first day on which what decided is in force.</summary>
    [Id(4)]
    public KoreanDay? Since { get; init; }

    /// <summary>The last day of guidance; null when there is none.</summary>
    [Id(5)]
    public KoreanDay? GuidanceUntil { get; init; }

    /// <summary>The last day of what decided, when one is known.</summary>
    [Id(6)]
    public KoreanDay? Until { get; init; }

    /// <summary>The law behind an obligation as of that day; empty when voluntary.</summary>
    [Id(7)]
    public Bilingual Law { get; init; } = Bilingual.Empty;

    /// <summary>The penalty as of that day, also while guidance still spares it; empty when voluntary.</summary>
    [Id(8)]
    public Bilingual Penalty { get; init; } = Bilingual.Empty;

    /// <summary>What else touches the facility and why it did not decide.</summary>
    [Id(9)]
    public ImmutableArray<Overruled> Overruled { get; init; } = [];
}

/// <summary>Something that touches a facility but did not decide.</summary>
/// <param name="Basis">What it is.</param>
/// <param name="Source">Which one, as in <see cref="Obligation.Source"/>.</param>
/// <param name="Title">In words.</param>
/// <param name="Why">Why it did not decide.</param>
/// <param name="Day">The day that the reason speaks of: when it begins (not yet) or ended; null for other reasons.</param>
[GenerateSerializer, Immutable, Alias("kipass.overruled")]
public sealed record Overruled(
    [property: Id(0)] ObligationBasis Basis,
    [property: Id(1)] string Source,
    [property: Id(2)] Bilingual Title,
    [property: Id(3)] OverruledWhy Why,
    [property: Id(4)] KoreanDay? Day = null
);

/// <summary>Why something did not decide.</summary>
public enum OverruledWhy
{
    /// <summary>It begins later.</summary>
    NotYet = 0,

    /// <summary>It is over.</summary>
    Ended = 1,

    /// <summary>The facility holds fewer persons.</summary>
    CapacityBelow = 2,

    /// <summary>The facility has no places for standing.</summary>
    NotStanding = 3,

    /// <summary>The facility is not indoors.</summary>
    NotIndoors = 4,

    /// <summary>It holds in other provinces.</summary>
    OtherRegion = 5,

    /// <summary>The crisis level ends all obligations.</summary>
    LevelEndsAll = 6,

    /// <summary>The facility is exempted.</summary>
    Exempted = 7,

    /// <summary>An order counts more than a rule.</summary>
    OrderBeforeRule = 8,

    /// <summary>A more specific order counts more: facility, district, province, nation; then one that names types.</summary>
    LessSpecific = 9,

    /// <summary>Of two equally specific orders the later one counts.</summary>
    Older = 10,

    /// <summary>Of two rules the stricter one counts.</summary>
    Milder = 11,
}

/// <summary>A text in both languages.</summary>
/// <param name="Korean">한국어.</param>
/// <param name="English">English.</param>
[GenerateSerializer, Immutable, Alias("kipass.bilingual")]
public sealed record Bilingual([property: Id(0)] string Korean, [property: Id(1)] string English)
{
    /// <summary>No text.</summary>
    public static readonly Bilingual Empty = new("", "");
}
