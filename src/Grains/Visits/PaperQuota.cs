using KiPass.Tokens;

namespace KiPass.Grains.Visits;

/// <summary>
/// Limits on paper visits, which anyone with a device can invent: 120 an hour for a device, 1,000 in 24 hours for a facility. Counted by the
/// time of receipt in the visit log, so that all silos share one count and a restart does not reset it.
/// </summary>
internal static class PaperQuota
{
    /// <summary>Paper visits of a device in one hour. Writing a name and a number takes a person about 30 s.</summary>
    public const int DevicePerHour = 120;

    /// <summary>Paper visits of a facility in 24 hours.</summary>
    public const int FacilityPerDay = 1_000;

    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Zero when another paper visit may be stored; otherwise the time until the quota allows one.</summary>
    public static TimeSpan Wait(in PaperUse use, DateTimeOffset now)
    {
        var device = use.OfDevice < DevicePerHour ? TimeSpan.Zero : use.OldestOfDevice + Hour - now;
        var facility = use.OfFacility < FacilityPerDay ? TimeSpan.Zero : use.OldestOfFacility + Day - now;
        return device > facility ? device : facility;
    }

    /// <summary>The entry days of all paper visits that can have been received in the last 24 hours.</summary>
    public static (KoreanDay First, KoreanDay Last) DaysAround(DateTimeOffset now) =>
        (KoreanDay.Of(now - Day - ScanTime.OldestQueued), KoreanDay.Of(now + ScanTime.MostAhead));
}

/// <summary>The paper visits that count against the quotas.</summary>
/// <param name="OfDevice">Received from the device in the last hour.</param>
/// <param name="OldestOfDevice">When the oldest of these was received; any value when there is none.</param>
/// <param name="OfFacility">Received from all devices of the facility in the last 24 hours.</param>
/// <param name="OldestOfFacility">When the oldest of these was received; any value when there is none.</param>
internal readonly record struct PaperUse(int OfDevice, DateTimeOffset OldestOfDevice, int OfFacility, DateTimeOffset OldestOfFacility);
