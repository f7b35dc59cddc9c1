using System.Collections.Concurrent;
using KiPass.Grains.Visits;
using KiPass.Tokens;

namespace KiPass.Silo.Facilities;

/// <summary>How many entered a facility on this Korean day: visits that were not voided, and paper visits. Remembered for 2 s.</summary>
internal sealed class TodayCount(IVisitReader visits, TimeProvider time)
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(2);
    private const int MaxRemembered = 20_000;

    private readonly ConcurrentDictionary<Guid, (int Count, long AskedAt)> counts = new();

    /// <summary>The count of a facility.</summary>
    public async ValueTask<int> Of(Guid facilityId, CancellationToken cancellationToken)
    {
        if (counts.TryGetValue(facilityId, out var known) && time.GetElapsedTime(known.AskedAt) < RememberedFor)
        {
            return known.Count;
        }
        var askedAt = time.GetTimestamp();
        var now = time.GetUtcNow();
        var today = KoreanDay.Of(now);
        var hours = await visits.CountByHour(facilityId, today.Start, today.End, now, cancellationToken);
        var count = hours.Sum(hour => hour.Count);
        if (counts.Count >= MaxRemembered)
        {
            counts.Clear();
        }
        counts[facilityId] = (count, askedAt);
        return count;
    }
}
