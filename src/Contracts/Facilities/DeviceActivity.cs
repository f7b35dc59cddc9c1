namespace KiPass.Contracts.Facilities;

/// <summary>What a scanner recorded in the last seven days: counts only.</summary>
/// <param name="Entries">Stored scans and paper entries.</param>
/// <param name="Late">Of these, received more than 60 s after the time that the device says.</param>
/// <param name="AtClosedHours">Of these, in hours in which the facility is closed all the time.</param>
/// <param name="Refused">Refused scans, which are not stored; approximate, because a silo that stops loses its last minute.</param>
/// <param name="Remarks">What is unusual about these counts.</param>
[GenerateSerializer, Immutable, Alias("kipass.device-activity")]
public sealed record DeviceActivity(
    [property: Id(0)] int Entries,
    [property: Id(1)] int Late,
    [property: Id(2)] int AtClosedHours,
    [property: Id(3)] int Refused,
    [property: Id(4)] DeviceRemarks Remarks
);

/// <summary>What is unusual about a scanner. A reason to look, not a proof.</summary>
[Flags]
public enum DeviceRemarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>An unusual share of late entries: a poor connection, or entries with an invented time.</summary>
    Late = 1,

    /// <summary>An unusual share of refused scans.</summary>
    Refused = 2,

    /// <summary>Entries while the facility is closed.</summary>
    ClosedHours = 4,
}
