namespace KiPass.Contracts.Facilities;

/// <summary>Result of verifying a facility's business number with the National Tax Service (국세청).</summary>
public enum BusinessRegistryVerdict
{
    /// <summary>Not verified yet.</summary>
    Pending = 0,

    /// <summary>To be verified manually by an official, because no service key is configured.</summary>
    ByHand = 1,

    /// <summary>The number, opening date and representative match, and the business is active (계속).</summary>
    Matches = 2,

    /// <summary>The number is registered, but opening date or representative differ.</summary>
    Differs = 3,

    /// <summary>Not registered. A new business appears after one or two days, so the check is repeated for a while.</summary>
    Unregistered = 4,

    /// <summary>Registered but suspended (휴업).</summary>
    BusinessSuspended = 5,

    /// <summary>Registered but closed (폐업).</summary>
    BusinessClosed = 6,
}

/// <summary>State of a facility's check with the tax service.</summary>
/// <param name="Verdict">The last answer.</param>
/// <param name="CheckedAt">When the last answer was received; null when there is none.</param>
/// <param name="NextAt">When the next check is due; null when none is planned.</param>
/// <param name="Failures">Number of consecutive failures of the service.</param>
[GenerateSerializer, Immutable, Alias("kipass.registry-check")]
public sealed record BusinessRegistryCheck(
    [property: Id(0)] BusinessRegistryVerdict Verdict,
    [property: Id(1)] DateTimeOffset? CheckedAt = null,
    [property: Id(2)] DateTimeOffset? NextAt = null,
    [property: Id(3)] int Failures = 0
);
