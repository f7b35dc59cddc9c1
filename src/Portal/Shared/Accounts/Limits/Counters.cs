using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts.Limits;

/// <summary>Changes counters atomically, also among processes: a change that was computed from an outdated state is computed again.</summary>
public sealed class Counters(IDbContextFactory<AccountsDatabase> databases, TimeProvider time)
{
    /// <summary>Changes a counter.</summary>
    /// <param name="subject">What is counted. Only its hash is stored.</param>
    /// <param name="remembered">How long after its last change the counter begins at zero again, unless its pause is longer.</param>
    /// <param name="next">Computes the next state, which must count one more or less; null to change nothing.</param>
    /// <returns>The next state, or null if nothing was changed.</returns>
    internal async Task<CounterState?> Change(string subject, TimeSpan remembered, Func<CounterState, CounterState?> next)
    {
        var key = Secrets.Hash(subject);
        await using var database = await databases.CreateDbContextAsync();
        while (true)
        {
            var now = time.GetUtcNow();
            var row = await database.Counters.AsNoTracking().SingleOrDefaultAsync(counter => counter.Key == key);
            var before = row is null || row.ExpiresAt <= now ? default : new CounterState(row.Count, row.Since, row.Until);
            if (next(before) is not { } after)
            {
                return null;
            }
            var expires = after.Until > now + remembered ? after.Until : now + remembered;
            if (row is null ? await Added(database, key, after, expires, now) : await Replaced(database, row, after, expires))
            {
                return after;
            }
        }
    }

    internal async Task<CounterState> Read(string subject)
    {
        var (key, now) = (Secrets.Hash(subject), time.GetUtcNow());
        await using var database = await databases.CreateDbContextAsync();
        var row = await database.Counters.AsNoTracking().SingleOrDefaultAsync(counter => counter.Key == key && counter.ExpiresAt > now);
        return row is null ? default : new CounterState(row.Count, row.Since, row.Until);
    }

    internal async Task Remove(string subject)
    {
        var key = Secrets.Hash(subject);
        await using var database = await databases.CreateDbContextAsync();
        await database.Counters.Where(counter => counter.Key == key).ExecuteDeleteAsync();
    }

    private static async Task<bool> Added(
        AccountsDatabase database,
        string key,
        CounterState state,
        DateTimeOffset expires,
        DateTimeOffset now
    )
    {
        await database.Counters.Where(counter => counter.ExpiresAt <= now).ExecuteDeleteAsync();
        database.Counters.Add(
            new LimitCounter
            {
                Key = key,
                Count = state.Count,
                Since = state.Since,
                Until = state.Until,
                ExpiresAt = expires,
            }
        );
        try
        {
            await database.SaveChangesAsync();
            return true;
        }
        catch (DbUpdateException)
        {
            // Another request added the counter first.
            database.ChangeTracker.Clear();
            return false;
        }
    }

    private static async Task<bool> Replaced(AccountsDatabase database, LimitCounter row, CounterState state, DateTimeOffset expires) =>
        await database
            .Counters.Where(counter =>
                counter.Key == row.Key && counter.Count == row.Count && counter.Since == row.Since && counter.ExpiresAt == row.ExpiresAt
            )
            .ExecuteUpdateAsync(set =>
                set.SetProperty(counter => counter.Count, state.Count)
                    .SetProperty(counter => counter.Since, state.Since)
                    .SetProperty(counter => counter.Until, state.Until)
                    .SetProperty(counter => counter.ExpiresAt, expires)
            ) == 1;
}
