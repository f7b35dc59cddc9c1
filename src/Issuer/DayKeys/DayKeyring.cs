using System.Collections.Concurrent;
using System.Data.Common;
using KiPass.Hosting.Settings;
using KiPass.Issuer.Settings;
using KiPass.Tokens;

namespace KiPass.Issuer.DayKeys;

/// <summary>
/// The day keys: created for today and the next two days, readable through day D + 28, destroyed at 00:00 of D + 29. Only the clock decides whether a key is
/// readable, even if its file still exists.
/// </summary>
internal sealed partial class DayKeyring(
    DayKeyFolder folder,
    DayKeyRegistry registry,
    IssuerSettings settings,
    TimeProvider time,
    ILogger<DayKeyring> log
) : IDisposable
{
    /// <summary>Number of days after its own day for which a key is kept.</summary>
    public const int DaysKept = 28;

    /// <summary>Days for which keys exist ahead of time, beginning with today.</summary>
    public const int DaysAhead = 3;

    private readonly ConcurrentDictionary<KoreanDay, DayKey> keys = new();

    private KoreanDay Today => KoreanDay.Of(time.GetUtcNow());

    /// <summary>The key of a day if it is in memory.</summary>
    public DayKey? Loaded(KoreanDay day) => keys.GetValueOrDefault(day);

    /// <summary>The key of today or one of the next two days, created if there is none.</summary>
    /// <exception cref="LostDayKeyException">A key was created for that day, and its file is missing or differs.</exception>
    public Task<DayKey> Ensure(KoreanDay day, CancellationToken cancellationToken) =>
        day >= Today && day < Today + DaysAhead
            ? Make(day, cancellationToken)
            : throw new ArgumentOutOfRangeException(nameof(day), "Keys are created for today and the next two days only.");

    /// <summary>Creates the keys of today and the next two days if there are none.</summary>
    /// <exception cref="LostDayKeyException">One of them was created, and its file is missing or differs.</exception>
    public async Task EnsureAhead(CancellationToken cancellationToken)
    {
        var today = Today;
        for (var day = today; day < today + DaysAhead; day += 1)
        {
            await Make(day, cancellationToken);
        }
    }

    /// <summary>The key of a past day within the retention, created if there is none, to seed a past week.</summary>
    public Task<DayKey> EnsurePast(KoreanDay day, CancellationToken cancellationToken) =>
        day <= Today && !IsOverdue(day)
            ? Make(day, cancellationToken)
            : throw new ArgumentOutOfRangeException(nameof(day), "The day is outside the retention of day keys.");

    /// <summary>The key of a day at most 28 days back; null if it was never created, is destroyed or is due for destruction.</summary>
    public DayKey? Find(KoreanDay day)
    {
        if (day >= Today + DaysAhead || IsOverdue(day))
        {
            return null;
        }
        return keys.TryGetValue(day, out var known) ? known
            : folder.Read(day) is { } bytes ? keys.GetOrAdd(day, new DayKey(day, bytes))
            : null;
    }

    /// <summary>Destroys every key that is due, no matter for how long, and records each destruction once.</summary>
    public async Task DestroyOverdue(CancellationToken cancellationToken)
    {
        // Another thread may still use a removed key, so its ciphers are left to the finalizer.
        foreach (var day in keys.Keys.Where(IsOverdue))
        {
            keys.TryRemove(day, out _);
        }
        var last = Today - DaysKept - 1;
        var files = folder.Days().Where(day => day <= last).ToList();
        foreach (var day in files)
        {
            folder.Destroy(day);
        }
        foreach (var day in (await registry.Undestroyed(last, cancellationToken)).Where(day => folder.Read(day) is null))
        {
            if (await registry.RecordDestruction(day, cancellationToken))
            {
                LogDestroyed(log, day);
            }
        }
    }

    /// <summary>The days whose key is due for destruction but still exists, which the health check reports.</summary>
    public IReadOnlyList<KoreanDay> Overdue() => [.. folder.Days().Where(IsOverdue)];

    public void Dispose()
    {
        foreach (var key in keys.Values)
        {
            key.Dispose();
        }
    }

    private bool IsOverdue(KoreanDay day) => day < Today - DaysKept;

    private async Task<DayKey> Make(KoreanDay day, CancellationToken cancellationToken)
    {
        if (keys.TryGetValue(day, out var known))
        {
            return known;
        }
        // Read the row before the file: the file is always written first, so a row without a file means that the key is lost.
        var recorded = await FingerprintIfKnown(day, cancellationToken);
        var bytes = folder.Read(day);
        if (bytes is null && recorded is not null && !settings.GivesUp(day))
        {
            throw new LostDayKeyException(day);
        }
        var key = new DayKey(day, bytes ?? folder.CreateOnce(day));
        if (bytes is null && recorded is not null)
        {
            await registry.Replace(key, cancellationToken);
        }
        else if (!(await Record(key, cancellationToken)).AsSpan().SequenceEqual(key.Fingerprint))
        {
            throw new LostDayKeyException(day);
        }
        return keys.GetOrAdd(day, key);
    }

    // If the database is down, an existing key file is used unchecked: tickets must not depend on the database.
    private async Task<byte[]?> FingerprintIfKnown(KoreanDay day, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.Fingerprint(day, cancellationToken);
        }
        catch (DbException) when (folder.Read(day) is not null)
        {
            return null;
        }
    }

    private async Task<byte[]> Record(DayKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.Record(key, cancellationToken);
        }
        catch (DbException)
        {
            return key.Fingerprint;
        }
    }

    [LoggerMessage(LogLevel.Information, "Destroyed the day key of {Day}.")]
    private static partial void LogDestroyed(ILogger log, KoreanDay day);
}

/// <summary>A day's key is lost: tickets made with it can no longer be resolved.</summary>
internal sealed class LostDayKeyException(KoreanDay day)
    : StartException(
        $"daykeys/{day}.key is missing or not the one with which tickets were made. Restore it, or give up those tickets with --Issuer:ReplaceLostDayKey={day} (several days: separated by commas)."
    );
