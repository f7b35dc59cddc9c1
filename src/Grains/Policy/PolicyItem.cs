using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

/// <summary>One dated item of the policy: a rule of the national notice, an order, an exemption or a crisis level.</summary>
internal sealed record PolicyItem(ObligationBasis Basis, string Source, Bilingual Title, KoreanDay From, KoreanDay? Until)
{
    public RestrictionEffect Effect { get; init; } = RestrictionEffect.Require;

    public KoreanDay? GuidanceUntil { get; init; }

    /// <summary>Codes of facility types; empty: every type.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Codes of provinces or districts; empty: everywhere.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    public Guid? FacilityId { get; init; }

    public int MinCapacity { get; init; }

    public bool OnlyIndoor { get; init; }

    public bool OnlyStanding { get; init; }

    /// <summary>Precedence between orders: facility, district, province, nation; then the order that names types.</summary>
    public int Specificity =>
        (
            FacilityId is not null ? 100
            : Regions.Count == 0 ? 0
            : Regions[0].Length * 10
        ) + (Types.Count > 0 ? 1 : 0);

    public ObligationKind KindOn(KoreanDay day) =>
        Effect == RestrictionEffect.Release ? ObligationKind.Voluntary
        : GuidanceUntil is { } guidance && day <= guidance ? ObligationKind.MandatoryInGuidance
        : ObligationKind.MandatoryEnforced;

    /// <summary>Why this item never applies to a facility; null when it can apply.</summary>
    public OverruledWhy? ReasonNotCovering(ObligationProfile facility) =>
        !InRegion(facility.District) ? OverruledWhy.OtherRegion
        : facility.Capacity < MinCapacity ? OverruledWhy.CapacityBelow
        : OnlyIndoor && !facility.Indoor ? OverruledWhy.NotIndoors
        : OnlyStanding && !facility.Standing ? OverruledWhy.NotStanding
        : null;

    /// <summary>Why this item is not in force on a day; null when it is.</summary>
    public OverruledWhy? ReasonNotInForce(KoreanDay day) =>
        day < From ? OverruledWhy.NotYet
        : day > Until ? OverruledWhy.Ended
        : null;

    private bool InRegion(string district)
    {
        for (var i = 0; i < Regions.Count; i++)
        {
            if (district.StartsWith(Regions[i], StringComparison.Ordinal))
            {
                return true;
            }
        }
        return Regions.Count == 0;
    }
}
