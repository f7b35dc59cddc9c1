namespace KiPass.Contracts.Facilities;

/// <summary>Where a facility's registration stands: draft → submitted → active → suspended → closed.</summary>
public enum FacilityState
{
    /// <summary>작성 중: the owner still fills it in, perhaps after it was sent back.</summary>
    Draft = 0,

    /// <summary>심사 중: waits for the tax service, or for an official who confirms by hand.</summary>
    Submitted = 1,

    /// <summary>운영 중: devices are admitted.</summary>
    Active = 2,

    /// <summary>중지: devices are refused until the facility is resumed.</summary>
    Suspended = 3,

    /// <summary>폐업: for good.</summary>
    Closed = 4,
}
