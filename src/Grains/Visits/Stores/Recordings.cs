namespace KiPass.Grains.Visits.Stores;

/// <summary>Answers of a visit log, with times in the precision of both stores.</summary>
internal static class Recordings
{
    /// <summary>How long after its entry a visit can be voided.</summary>
    public static readonly TimeSpan Voidable = TimeSpan.FromMinutes(5);

    public static Recording Stored(Visit visit) => new(ScanStatus.Accepted, visit.ScanId, visit.DeviceId, ToMillisecond(visit.EnteredAt));

    public static Recording Stored(PaperVisit visit) =>
        new(ScanStatus.Accepted, visit.ScanId, visit.DeviceId, ToMillisecond(visit.EnteredAt));

    public static Recording Found(Guid scanId, Guid deviceId, DateTimeOffset enteredAt) =>
        new(ScanStatus.AlreadyUsed, scanId, deviceId, enteredAt);

    public static Recording Unconfirmed => new(ScanStatus.Unconfirmed);

    public static Recording QuotaReached(TimeSpan wait) => new(ScanStatus.QuotaReached, RetryAfter: wait);

    public static Recording Absent => new(ScanStatus.VisitUnknown);

    /// <summary>Truncated to milliseconds, in UTC, because PostgreSQL would round.</summary>
    public static DateTimeOffset ToMillisecond(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
}
