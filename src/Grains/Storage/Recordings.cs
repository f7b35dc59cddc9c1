using KiPass.Grains.Visits;

namespace KiPass.Grains.Storage;

/// <summary>Answers of a visit log, with times as both stores keep them.</summary>
internal static class Recordings
{
    /// <summary>How long after its entry a visit may be undone.</summary>
    public static readonly TimeSpan Voidable = TimeSpan.FromMinutes(5);

    public static Recording Stored(Visit visit) =>
        new(ScanStatus.Accepted, visit.ScanId, visit.DeviceId, ToMillisecond(visit.EnteredAt));

    public static Recording Stored(PaperVisit visit) =>
        new(ScanStatus.Accepted, visit.ScanId, visit.DeviceId, ToMillisecond(visit.EnteredAt));

    public static Recording Found(Guid scanId, Guid deviceId, DateTimeOffset enteredAt) =>
        new(ScanStatus.AlreadyUsed, scanId, deviceId, enteredAt);

    public static Recording Unconfirmed => new(ScanStatus.Unconfirmed);

    public static Recording Absent => new(ScanStatus.VisitUnknown);

    /// <summary>Cut to the millisecond, in UTC: PostgreSQL would round.</summary>
    public static DateTimeOffset ToMillisecond(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
}
