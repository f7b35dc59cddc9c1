namespace KiPass.Hosting.Limits;

/// <summary>
/// Counts by key, in memory, for windows of an hour and a day that begin with the first count of a key. Memory is bounded: if there are
/// too many keys, those that used least are forgotten first, so that a flood of new keys does not free the busy ones.
/// </summary>
public sealed class KeyedBudgets<TKey>(TimeProvider time, int mostKeys = 200_000)
    where TKey : notnull
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Dictionary<TKey, Used> keys = [];
    private readonly Lock turn = new();

    /// <summary>Counts one.</summary>
    /// <returns>Zero if it is within the budget. Otherwise nothing is counted, and the result is the time to wait.</returns>
    public TimeSpan Take(TKey key, Budget budget)
    {
        var now = time.GetUtcNow();
        lock (turn)
        {
            var used = keys.GetValueOrDefault(key);
            if (now - used.HourFrom >= Hour)
            {
                used = used with { HourFrom = now, InHour = 0 };
            }
            if (now - used.DayFrom >= Day)
            {
                used = used with { DayFrom = now, InDay = 0 };
            }
            if (used.InDay >= budget.PerDay)
            {
                return used.DayFrom + Day - now;
            }
            if (used.InHour >= budget.PerHour)
            {
                return used.HourFrom + Hour - now;
            }
            if (keys.Count >= mostKeys && !keys.ContainsKey(key))
            {
                Forget(now);
            }
            keys[key] = used with { InHour = used.InHour + 1, InDay = used.InDay + 1 };
            return TimeSpan.Zero;
        }
    }

    // A quarter at once, so that a flood does not sort the keys for each of its requests.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, _) in keys.OrderBy(entry => now - entry.Value.DayFrom >= Day ? 0 : entry.Value.InDay).Take(mostKeys / 4 + 1))
        {
            keys.Remove(key);
        }
    }

    private readonly record struct Used(DateTimeOffset HourFrom, int InHour, DateTimeOffset DayFrom, int InDay);
}
