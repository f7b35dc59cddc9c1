using KiPass.Tokens.Passes;

namespace KiPass.Grains.Visits;

/// <summary>
/// Validity rules that depend on the time of a scan. The verdict time is when the device scanned, so a repeat after an outage is not too
/// late.
/// </summary>
internal static class ScanTime
{
    /// <summary>Maximum age of a scan on <c>/v1/scans</c>.</summary>
    public static readonly TimeSpan OldestAtDoor = TimeSpan.FromSeconds(60);

    /// <summary>Maximum age of a scan in a batch and of a paper visit: devices queue scans through an outage of a day.</summary>
    public static readonly TimeSpan OldestQueued = TimeSpan.FromHours(24);

    /// <summary>Maximum difference by which a device's clock may be ahead.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(Pass.ClockSkewSeconds);

    /// <summary>Whether a verdict time is further ahead of the register's clock than tolerated.</summary>
    public static bool IsAhead(DateTimeOffset scannedAt, DateTimeOffset receivedAt) => scannedAt - receivedAt > MostAhead;

    /// <summary>Whether a verdict time is too old for a route.</summary>
    public static bool IsTooOld(DateTimeOffset scannedAt, DateTimeOffset receivedAt, TimeSpan oldest) => receivedAt - scannedAt > oldest;

    /// <summary>
    /// Whether an entry was reported late: the register received it later than <c>/v1/scans</c> would accept. Such an entry has the time that
    /// the device says, so officials see it as reported late.
    /// </summary>
    /// <param name="receivedAt">When the register received it; default when unknown.</param>
    public static bool IsLate(DateTimeOffset enteredAt, DateTimeOffset receivedAt) =>
        receivedAt != default && receivedAt - enteredAt > OldestAtDoor;

    /// <summary>A visit's time as it is stored and returned: whole milliseconds.</summary>
    public static DateTimeOffset Kept(DateTimeOffset scannedAt) =>
        new(scannedAt.UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);

    /// <summary><see cref="ScanStatus.Accepted"/>, or the reason why the pass is not valid at this time.</summary>
    public static ScanStatus Judge(in Pass pass, DateTimeOffset scannedAt, DateTimeOffset receivedAt, TimeSpan oldest) =>
        IsAhead(scannedAt, receivedAt) ? ScanStatus.ScannedInFuture
        : IsTooOld(scannedAt, receivedAt, oldest) ? ScanStatus.PassExpired
        : pass.At(scannedAt) switch
        {
            PassTiming.Valid => ScanStatus.Accepted,
            PassTiming.NotYetValid => ScanStatus.PassNotYetValid,
            _ => ScanStatus.PassExpired,
        };
}
