using System.Collections.Immutable;
using KiPass.Tokens;

namespace KiPass.Contracts.Policy;

/// <summary>Kind of obligation to keep the electronic log on a day.</summary>
public enum ObligationKind
{
    /// <summary>자율: voluntary.</summary>
    Voluntary = 0,

    /// <summary>계도기간: mandatory, not yet penalized.</summary>
    MandatoryInGuidance = 1,

    /// <summary>의무: mandatory, enforced by penalty.</summary>
    MandatoryEnforced = 2,
}

/// <summary>Basis of an obligation.</summary>
public enum ObligationBasis
{
    /// <summary>No rule applies to the facility on that day.</summary>
    Nothing = 0,

    /// <summary>A rule of the national notice.</summary>
    Rule = 1,

    /// <summary>A regional order.</summary>
    Order = 2,

    /// <summary>An approved exemption.</summary>
    Exemption = 3,

    /// <summary>The crisis level: there is no obligation at Caution or Interest.</summary>
    CrisisLevel = 4,
}

/// <summary>The properties of a facility that the rules depend on.</summary>
/// <param name="FacilityId">Its id; null for a facility that is not registered yet.</param>
/// <param name="Type">Code of its type.</param>
/// <param name="District">Code of its district.</param>
/// <param name="Capacity">Maximum number of persons at the same time.</param>
/// <param name="Indoor">Whether it is indoors.</param>
/// <param name="Standing">Whether some or all of its places are standing places.</param>
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

    /// <summary>Basis of an obligation.</summary>
    [Id(1)]
    public ObligationBasis Basis { get; init; }

    /// <summary>
    /// Identifier of the basis: the code of a rule, the id of an order or exemption (32 hexadecimal digits), or the name of a level; empty
    /// when no rule applies.
    /// </summary>
    [Id(2)]
    public string Source { get; init; } = "";

    /// <summary>Title of the basis: the name of the rule or the title of the order.</summary>
    [Id(3)]
    public Bilingual Title { get; init; } = Bilingual.Empty;

    /// <summary>The first day on which the basis is in force.</summary>
    [Id(4)]
    public KoreanDay? Since { get; init; }

    /// <summary>The last day of guidance; null when there is none.</summary>
    [Id(5)]
    public KoreanDay? GuidanceUntil { get; init; }

    /// <summary>The last day of the basis, if known.</summary>
    [Id(6)]
    public KoreanDay? Until { get; init; }

    /// <summary>The legal basis as of that day; empty when voluntary.</summary>
    [Id(7)]
    public Bilingual Law { get; init; } = Bilingual.Empty;

    /// <summary>The penalty as of that day, even during guidance; empty when voluntary.</summary>
    [Id(8)]
    public Bilingual Penalty { get; init; } = Bilingual.Empty;

    /// <summary>Rules and orders that applied but were overruled.</summary>
    [Id(9)]
    public ImmutableArray<Overruled> Overruled { get; init; } = [];
}

/// <summary>A rule or order that applied but was overruled.</summary>
/// <param name="Basis">What it is.</param>
/// <param name="Source">Which one, as in <see cref="Obligation.Source"/>.</param>
/// <param name="Title">In words.</param>
/// <param name="Why">Why it was overruled.</param>
/// <param name="Day">The day to which the reason refers: when it starts or ended; null for other reasons.</param>
[GenerateSerializer, Immutable, Alias("kipass.overruled")]
public sealed record Overruled(
    [property: Id(0)] ObligationBasis Basis,
    [property: Id(1)] string Source,
    [property: Id(2)] Bilingual Title,
    [property: Id(3)] OverruledWhy Why,
    [property: Id(4)] KoreanDay? Day = null
);

/// <summary>Why a rule or order was overruled.</summary>
public enum OverruledWhy
{
    /// <summary>It is not yet in force.</summary>
    NotYet = 0,

    /// <summary>It is no longer in force.</summary>
    Ended = 1,

    /// <summary>The facility's capacity is too low.</summary>
    CapacityBelow = 2,

    /// <summary>The facility has no standing places.</summary>
    NotStanding = 3,

    /// <summary>The facility is not indoors.</summary>
    NotIndoors = 4,

    /// <summary>It applies to other regions.</summary>
    OtherRegion = 5,

    /// <summary>The crisis level ends all obligations.</summary>
    LevelEndsAll = 6,

    /// <summary>The facility is exempted.</summary>
    Exempted = 7,

    /// <summary>An order takes precedence over a rule.</summary>
    OrderBeforeRule = 8,

    /// <summary>A more specific order takes precedence: facility, district, province, nation; then one that names types.</summary>
    LessSpecific = 9,

    /// <summary>Of two equally specific orders, the later one takes precedence.</summary>
    Older = 10,

    /// <summary>The stricter of two rules takes precedence.</summary>
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
