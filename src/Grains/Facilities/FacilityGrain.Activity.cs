using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;
using KiPass.Tokens;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Facilities;

internal sealed partial class FacilityGrain
{
    /// <summary>How long the counts of devices are shown before they are read again.</summary>
    private static readonly TimeSpan ActivityKept = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ActivityTimeout = TimeSpan.FromSeconds(2);

    private static readonly int DaysOfRefused = DeviceReview.Period.Days;

    // Not written yet.
    private readonly Dictionary<Guid, int> refused = [];

    private IReadOnlyDictionary<Guid, DeviceActivity> activity = new Dictionary<Guid, DeviceActivity>();
    private DateTimeOffset activityAt;

    public ValueTask Refused(Guid deviceId, int scans)
    {
        if (scans > 0 && Find(deviceId) is not null)
        {
            refused[deviceId] = refused.GetValueOrDefault(deviceId) + scans;
        }
        return ValueTask.CompletedTask;
    }

    private async ValueTask<IReadOnlyDictionary<Guid, DeviceActivity>> Activity()
    {
        var now = time.GetUtcNow();
        if (State.Devices.Length == 0 || now - activityAt < ActivityKept)
        {
            return activity;
        }
        try
        {
            var counts = await visits
                .CountByDevice(Id, now - DeviceReview.Period, now, now, CancellationToken.None)
                .WaitAsync(ActivityTimeout);
            activity = DeviceReview.Of(
                State.Hours,
                counts,
                State.Devices.ToDictionary(device => device.Id, device => Sum(RefusedOf(device)))
            );
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            // The page shows the counts that it had, or none.
            log.LogWarning("The counts of a facility's devices could not be read: {Code}", StoreErrors.Code(e));
        }
        activityAt = now;
        return activity;
    }

    private IReadOnlyList<RefusedDay>? RefusedOf(DeviceRecord device)
    {
        var today = KoreanDay.Of(time.GetUtcNow());
        var days = (device.Refused ?? []).Where(day => day.Day > today - DaysOfRefused).ToDictionary(day => day.Day, day => day.Count);
        if (refused.TryGetValue(device.Id, out var more))
        {
            days[today] = days.GetValueOrDefault(today) + more;
        }
        return days.Count == 0 ? null : [.. days.OrderBy(day => day.Key).Select(day => new RefusedDay(day.Key, day.Value))];
    }

    private static int Sum(IReadOnlyList<RefusedDay>? days) => days?.Sum(day => day.Count) ?? 0;
}
