using KiPass.Grains.Visits.Tokens;

namespace KiPass.Grains.Visits;

/// <summary>One scan of an admitted device.</summary>
/// <param name="ScannedAt">When the device scanned, in server time: the verdict time.</param>
internal readonly record struct Scan(Guid FacilityId, Guid DeviceId, Guid ScanId, DateTimeOffset ScannedAt, DateTimeOffset ReceivedAt);

/// <summary>How a scan was judged.</summary>
/// <param name="EnteredAt">Verdict time of the first accepted scan; only with <see cref="Verdict.Accepted"/>.</param>
/// <param name="Repeated">The visit was stored before, by this same scan.</param>
internal readonly record struct Judgement(Verdict Verdict, DateTimeOffset EnteredAt = default, bool Repeated = false)
{
    public static Judgement Of(ScanOutcome outcome) =>
        outcome.Status switch
        {
            ScanStatus.Accepted => new Judgement(Verdict.Accepted, outcome.EnteredAt, outcome.Repeated),
            ScanStatus.AlreadyUsed => new Judgement(Verdict.AlreadyUsed),
            _ => new Judgement(Verdict.Unconfirmed),
        };
}

internal enum Verdict
{
    /// <summary>
    /// Perhaps stored, perhaps not: repeat with the same scan id. The default, so that a verdict that was never set acknowledges nothing.
    /// </summary>
    Unconfirmed,

    Accepted,

    /// <summary>Not <c>KP1:</c>, not Base45, or not the CBOR of <c>pass-format.md</c>.</summary>
    PassMalformed,

    /// <summary>Unknown issuer, another key, or altered.</summary>
    PassNotAuthentic,

    /// <summary>The verdict time is before the slot by more than 5 s.</summary>
    PassNotYetValid,

    /// <summary>The verdict time is after the slot by more than 5 s, or too old for the route.</summary>
    PassExpired,

    /// <summary>Another scan spent the token.</summary>
    AlreadyUsed,

    /// <summary>The verdict time is ahead of the register's clock by more than 5 s: the request is wrong, not the pass.</summary>
    Ahead,

    /// <summary>The crisis level of the day no longer allows to collect (sunset).</summary>
    CollectionEnded,
}
