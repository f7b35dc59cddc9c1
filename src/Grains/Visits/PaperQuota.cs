using KiPass.Tokens;

namespace KiPass.Grains.Visits;

/// <summary>
/// Limits on paper visits, which anyone with a device can invent: for a device 120 an hour and 500 in 24 hours, for a facility 1,000 in 24
/// hours, so that one device cannot use up what the others of its facility need. Counted by the time of receipt in the visit log, so that all
/// silos share one count and a restart does not reset it.
/// </summary>
internal static class PaperQuota
{
    /// <summary>Paper visits of a device in one hour. Writing a name and a number takes a person about 30 s.</summary>
    public const int DevicePerHour = 120;

    /// <summary>Paper visits of a device in 24 hours: half of what its facility has.</summary>
    public const int DevicePerDay = FacilityPerDay / 2;

    /// <summary>Paper visits of a facility in 24 hours.</summary>
    public const int FacilityPerDay = 1_000;

    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Zero when another paper visit may be stored; otherwise the time until the quota allows one.</summary>
    public static TimeSpan Wait(in PaperUse use, DateTimeOffset now)
    {
        TimeSpan[] waits =
        [
            Left(use.OfDevice, DevicePerHour, use.OldestOfDevice, Hour),
            Left(use.OfDeviceInDay, DevicePerDay, use.OldestOfDeviceInDay, Day),
            Left(use.OfFacility, FacilityPerDay, use.OldestOfFacility, Day),
        ];
        return waits.Max();

        TimeSpan Left(int used, int most, DateTimeOffset oldest, TimeSpan period) => used < most ? TimeSpan.Zero : oldest + period - now;
    }

    /// <summary>The entry days of all paper visits that can have been received in the last 24 hours.</summary>
    public static (KoreanDay First, KoreanDay Last) DaysAround(DateTimeOffset now) =>
        (KoreanDay.Of(now - Day - ScanTime.OldestQueued), KoreanDay.Of(now + ScanTime.MostAhead));
}

/// <summary>The paper visits that count against the quotas.</summary>
/// <param name="OfDevice">Received from the device in the last hour.</param>
/// <param name="OldestOfDevice">When the oldest of these was received; any value when there is none.</param>
/// <param name="OfDeviceInDay">Received from the device in the last 24 hours.</param>
/// <param name="OldestOfDeviceInDay">When the oldest of these was received; any value when there is none.</param>
/// <param name="OfFacility">Received from all devices of the facility in the last 24 hours.</param>
/// <param name="OldestOfFacility">When the oldest of these was received; any value when there is none.</param>
internal readonly record struct PaperUse(
    int OfDevice,
    DateTimeOffset OldestOfDevice,
    int OfDeviceInDay,
    DateTimeOffset OldestOfDeviceInDay,
    int OfFacility,
    DateTimeOffset OldestOfFacility
);
