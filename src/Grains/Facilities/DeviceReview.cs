using KiPass.Contracts.Facilities;
using KiPass.Grains.Visits;
using KiPass.Tokens;

namespace KiPass.Grains.Facilities;

/// <summary>
/// Decides what is unusual about a scanner, from counts of seven days. Pure. A device can claim an earlier time for what it sends later, and
/// the register cannot refuse that without losing honest visits of an outage (docs/adr/0019): so these entries are marked, and a device with
/// many of them is pointed out.
/// </summary>
internal static class DeviceReview
{
    /// <summary>The period that is counted.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(7);

    // Thresholds of 2026-11-30, chosen without figures from operation: review them when there are some. Below 50 entries a share says little.
    // A shop whose network fails on one of seven days has a seventh of its entries late; 30 % is twice that.
    private const int FewestEntries = 50;
    private const double LateShare = 0.3;

    // Visitors show an expired or a used code now and then, but not every fourth one.
    private const double RefusedShare = 0.25;

    // Staff enter before opening and after closing. Hours that touch an opening hour do not count as closed, so this leaves cleaners and guards.
    private const int FewestAtClosedHours = 10;
    private const double ClosedShare = 0.1;

    /// <summary>The counts of a device, with remarks.</summary>
    public static DeviceActivity Of(int entries, int late, int atClosedHours, int refused)
    {
        var remarks = DeviceRemarks.None;
        if (entries >= FewestEntries && late >= LateShare * entries)
        {
            remarks |= DeviceRemarks.Late;
        }
        if (entries + refused >= FewestEntries && refused >= RefusedShare * (entries + refused))
        {
            remarks |= DeviceRemarks.Refused;
        }
        if (atClosedHours >= FewestAtClosedHours && atClosedHours >= ClosedShare * entries)
        {
            remarks |= DeviceRemarks.ClosedHours;
        }
        return new DeviceActivity(entries, late, atClosedHours, refused, remarks);
    }

    /// <summary>The activity of each device that has any.</summary>
    /// <param name="hours">Opening hours of the facility.</param>
    /// <param name="counts">Its stored entries by device and hour.</param>
    /// <param name="refused">Refused scans by device.</param>
    public static Dictionary<Guid, DeviceActivity> Of(
        OpeningHours hours,
        IReadOnlyList<DeviceHourCount> counts,
        IReadOnlyDictionary<Guid, int> refused
    )
    {
        var byDevice = counts.ToLookup(count => count.DeviceId);
        return byDevice
            .Select(device => device.Key)
            .Union(refused.Keys)
            .ToDictionary(
                device => device,
                device =>
                    Of(
                        byDevice[device].Sum(hour => hour.Entries),
                        byDevice[device].Sum(hour => hour.Late),
                        byDevice[device].Where(hour => IsClosed(hours, hour.Hour)).Sum(hour => hour.Entries),
                        refused.GetValueOrDefault(device)
                    )
            );
    }

    /// <summary>Whether a facility is closed in all of an hour, and in the hours before and after it. Never, if its opening hours are not stated.</summary>
    public static bool IsClosed(OpeningHours hours, DateTimeOffset hour) =>
        !hours.Days.IsDefaultOrEmpty && !Overlaps(hours, hour.AddHours(-1), hour.AddHours(2));

    // Opening hours can last into the next day.
    private static bool Overlaps(OpeningHours hours, DateTimeOffset from, DateTimeOffset to)
    {
        for (var day = KoreanDay.Of(from) - 1; day <= KoreanDay.Of(to); day += 1)
        {
            if (hours.Days[((int)day.Date.DayOfWeek + 6) % 7] is not { } open)
            {
                continue;
            }
            var opens = day.Start + open.Opens.ToTimeSpan();
            var closes = day.Start + open.Closes.ToTimeSpan() + (open.Closes > open.Opens ? TimeSpan.Zero : TimeSpan.FromDays(1));
            if (opens < to && from < closes)
            {
                return true;
            }
        }
        return false;
    }
}
