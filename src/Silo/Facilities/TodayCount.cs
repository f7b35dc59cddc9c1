using System.Collections.Concurrent;
using KiPass.Grains.Visits;
using KiPass.Tokens;

namespace KiPass.Silo.Facilities;

/// <summary>Counts a facility's visits on the current Korean day, without voided visits and with paper visits. Cached for 2 s.</summary>
internal sealed class TodayCount(IVisitReader visits, TimeProvider time)
{
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(2);
    private const int MaxCached = 20_000;

    private readonly ConcurrentDictionary<Guid, (int Count, long CountedAt)> counts = new();

    /// <summary>Returns the count of a facility.</summary>
    public async ValueTask<int> Of(Guid facilityId, CancellationToken cancellationToken)
    {
        if (counts.TryGetValue(facilityId, out var known) && time.GetElapsedTime(known.CountedAt) < CacheDuration)
        {
            return known.Count;
        }
        var countedAt = time.GetTimestamp();
        var now = time.GetUtcNow();
        var today = KoreanDay.Of(now);
        var hours = await visits.CountByHour(facilityId, today.Start, today.End, now, cancellationToken);
        var count = hours.Sum(hour => hour.Count);
        if (counts.Count >= MaxCached)
        {
            counts.Clear();
        }
        counts[facilityId] = (count, countedAt);
        return count;
    }
}
