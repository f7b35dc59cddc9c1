namespace KiPass.Contracts.Facilities;

/// <summary>What the National Tax Service (국세청) said of a facility's business number.</summary>
public enum BusinessRegistryVerdict
{
    /// <summary>Not asked yet; will be.</summary>
    Pending = 0,

    /// <summary>No service key: an official confirms by hand.</summary>
    ByHand = 1,

    /// <summary>The number, opening date and representative match, and the business is active (계속).</summary>
    Matches = 2,

    /// <summary>The number is registered, but opening date or representative differ.</summary>
    Differs = 3,

    /// <summary>Not registered; a new business appears one or two days late, so this is asked again for a while.</summary>
    Unregistered = 4,

    /// <summary>Registered but suspended (휴업).</summary>
    BusinessSuspended = 5,

    /// <summary>Registered but closed (폐업).</summary>
    BusinessClosed = 6,
}

/// <summary>Where a facility's check at the tax service stands.</summary>
/// <param name="Verdict">The last answer.</param>
/// <param name="CheckedAt">When it was given; null when never asked.</param>
/// <param name="NextAt">When it is asked again; null when it is not.</param>
/// <param name="Failures">How often in a row the service has not answered.</param>
[GenerateSerializer, Immutable, Alias("kipass.registry-check")]
public sealed record BusinessRegistryCheck(
    [property: Id(0)] BusinessRegistryVerdict Verdict,
    [property: Id(1)] DateTimeOffset? CheckedAt = null,
    [property: Id(2)] DateTimeOffset? NextAt = null,
    [property: Id(3)] int Failures = 0
);
