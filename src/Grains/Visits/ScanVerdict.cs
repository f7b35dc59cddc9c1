namespace KiPass.Grains.Visits;

/// <summary>What became of a scan, from the visit log to the HTTP answer.</summary>
/// <param name="EnteredAt">When the device made the first accepted scan; only with <see cref="ScanStatus.Accepted"/>.</param>
/// <param name="Repeated">The visit was stored before, by this same scan.</param>
[GenerateSerializer, Immutable, Alias("kipass.scan-outcome")]
internal readonly record struct ScanVerdict(
    [property: Id(0)] ScanStatus Status,
    [property: Id(1)] DateTimeOffset EnteredAt = default,
    [property: Id(2)] bool Repeated = false
);

/// <summary>Every way in which a scan, an undo or a paper visit can end. Numbers travel between silos and never change.</summary>
internal enum ScanStatus
{
    /// <summary>Perhaps stored, perhaps not: repeat with the same scan id. The default, so that a status that was never set acknowledges nothing.</summary>
    Unconfirmed = 0,

    /// <summary>The visit is stored and its commit has returned.</summary>
    Accepted = 1,

    /// <summary>Another scan spent the token, here or at another facility.</summary>
    AlreadyUsed = 2,

    /// <summary>The text is no pass: not <c>KP2:</c>, not Base45, or not the layout of <c>pass-format.md</c>.</summary>
    PassMalformed = 3,

    /// <summary>The pass has an unknown issuer, was sealed with another key, or was altered.</summary>
    PassNotAuthentic = 4,

    /// <summary>The time of the scan is more than 5 s before the pass's slot.</summary>
    PassNotYetValid = 5,

    /// <summary>The time of the scan is more than 5 s after the pass's slot, or too old for the route.</summary>
    PassExpired = 6,

    /// <summary>The time of the scan is more than 5 s ahead of the register's clock: the request is wrong, not the pass.</summary>
    ScannedInFuture = 7,

    /// <summary>The crisis level of the day no longer allows collection (sunset).</summary>
    CollectionEnded = 8,

    /// <summary>The visit was undone.</summary>
    Voided = 9,

    /// <summary>There is no such visit.</summary>
    VisitUnknown = 10,

    /// <summary>The device or its facility has used up its quota of paper visits; nothing was stored.</summary>
    QuotaReached = 11,

    /// <summary>This same scan stored the visit before, and it was undone since.</summary>
    Undone = 12,
}
