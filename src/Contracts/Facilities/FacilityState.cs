namespace KiPass.Contracts.Facilities;

/// <summary>State of a facility: draft → submitted → active → suspended → closed.</summary>
public enum FacilityState
{
    /// <summary>작성 중: being filled in by the owner, possibly after it was rejected.</summary>
    Draft = 0,

    /// <summary>심사 중: waiting for the tax service, or for manual verification by an official.</summary>
    Submitted = 1,

    /// <summary>운영 중: devices are admitted.</summary>
    Active = 2,

    /// <summary>중지: devices are refused until the facility is resumed.</summary>
    Suspended = 3,

    /// <summary>폐업: permanently closed.</summary>
    Closed = 4,
}
