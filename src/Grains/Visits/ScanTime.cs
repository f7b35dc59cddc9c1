using KiPass.Tokens.Passes;

namespace KiPass.Grains.Visits;

/// <summary>What the time of a scan decides. The verdict time is when the device scanned, so a repeat after an outage is not refused for being late.</summary>
internal static class ScanTime
{
    /// <summary>How old a scan may be on <c>/v1/scans</c>.</summary>
    public static readonly TimeSpan OldestAtDoor = TimeSpan.FromSeconds(60);

    /// <summary>How old a scan may be in a batch, and a paper visit: devices queue through outages of a day.</summary>
    public static readonly TimeSpan OldestQueued = TimeSpan.FromHours(24);

    /// <summary>How far a device's clock may run ahead.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(Pass.ClockSkewSeconds);

    /// <summary>Whether a verdict time lies further ahead of the register's clock than clocks differ.</summary>
    public static bool IsAhead(DateTimeOffset scannedAt, DateTimeOffset receivedAt) => scannedAt - receivedAt > MostAhead;

    /// <summary>Whether a verdict time is too old for a route.</summary>
    public static bool IsTooOld(DateTimeOffset scannedAt, DateTimeOffset receivedAt, TimeSpan oldest) => receivedAt - scannedAt > oldest;

    /// <summary>A visit's time as it is stored and answered: whole milliseconds.</summary>
    public static DateTimeOffset Kept(DateTimeOffset scannedAt) =>
        new(scannedAt.UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);

    /// <summary><see cref="ScanStatus.Accepted"/>, or why the pass is refused for its time.</summary>
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
