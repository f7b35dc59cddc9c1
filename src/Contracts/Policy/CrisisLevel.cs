namespace KiPass.Contracts.Policy;

/// <summary>Crisis level of an infectious disease (감염병 위기 단계), in ascending order.</summary>
public enum CrisisLevel
{
    /// <summary>관심 (blue): no obligation, and visits are not collected.</summary>
    Interest = 1,

    /// <summary>주의 (yellow): no obligation, and visits are not collected.</summary>
    Caution = 2,

    /// <summary>경계 (orange).</summary>
    Alert = 3,

    /// <summary>심각 (red).</summary>
    Serious = 4,
}
