namespace KiPass.Grains.Visits.Stores;

/// <summary>Answers of a visit log, with times as both stores keep them.</summary>
internal static class Recordings
{
    /// <summary>How long after its entry a visit may be undone.</summary>
    public static readonly TimeSpan Voidable = TimeSpan.FromMinutes(5);

    public static Recording Stored(Visit visit) =>
        new(RecordingStatus.Stored, visit.ScanId, visit.DeviceId, ToMillisecond(visit.EnteredAt));

    public static Recording Stored(PaperVisit visit) =>
        new(RecordingStatus.Stored, visit.ScanId, visit.DeviceId, ToMillisecond(visit.EnteredAt));

    public static Recording Found(Guid scanId, Guid deviceId, DateTimeOffset enteredAt) =>
        new(RecordingStatus.Found, scanId, deviceId, enteredAt);

    public static Recording Unconfirmed => new(RecordingStatus.Unconfirmed);

    public static Recording Absent => new(RecordingStatus.Absent);

    /// <summary>Cut to the millisecond, in UTC: PostgreSQL would round.</summary>
    public static DateTimeOffset ToMillisecond(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
}
