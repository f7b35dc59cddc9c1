namespace KiPass.Contracts.Policy;

/// <summary>Crisis level of an infectious disease (감염병 위기 단계), rising.</summary>
public enum CrisisLevel
{
    /// <summary>관심 (blue): nobody is obliged, nothing is collected.</summary>
    Interest = 1,

    /// <summary>주의 (yellow): nobody is obliged, nothing is collected.</summary>
    Caution = 2,

    /// <summary>경계 (orange).</summary>
    Alert = 3,

    /// <summary>심각 (red).</summary>
    Serious = 4,
}
