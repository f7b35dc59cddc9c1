using System.Collections.Concurrent;
using System.Data.Common;
using KiPass.Hosting.Settings;
using KiPass.Issuer.Settings;
using KiPass.Tokens;

namespace KiPass.Issuer.DayKeys;

/// <summary>
/// The day keys: made once for today and tomorrow, readable through day D + 28, destroyed at 00:00 of D + 29. The clock alone decides what is
/// readable, whether or not the file is gone yet.
/// </summary>
internal sealed partial class DayKeyring(
    DayKeyFolder folder,
    DayKeyRegistry registry,
    IssuerSettings settings,
    TimeProvider time,
    ILogger<DayKeyring> log
) : IDisposable
{
    /// <summary>Days after its own for which a key is kept.</summary>
    public const int DaysKept = 28;

    private readonly ConcurrentDictionary<KoreanDay, DayKey> keys = new();

    private KoreanDay Today => KoreanDay.Of(time.GetUtcNow());

    /// <summary>The key of a day for which passes are sealed, if it is in memory.</summary>
    public DayKey? Loaded(KoreanDay day) => keys.GetValueOrDefault(day);

    /// <summary>The key of today or tomorrow, made if there is none.</summary>
    /// <exception cref="LostDayKeyException">A key was made for that day and its file is missing or another.</exception>
    public Task<DayKey> Ensure(KoreanDay day, CancellationToken cancellationToken) =>
        day >= Today && day <= Today + 1
            ? Make(day, cancellationToken)
            : throw new ArgumentOutOfRangeException(nameof(day), "Keys are made for today and tomorrow.");

    /// <summary>The key of a day that is kept, made if there is none: for seeding a past week.</summary>
    public Task<DayKey> EnsurePast(KoreanDay day, CancellationToken cancellationToken) =>
        day <= Today && !IsOverdue(day)
            ? Make(day, cancellationToken)
            : throw new ArgumentOutOfRangeException(nameof(day), "The day is not one whose key is kept.");

    /// <summary>The key of a day that lies at most 28 days back; null when it was never made, is destroyed or should be.</summary>
    public DayKey? Find(KoreanDay day)
    {
        if (day > Today + 1 || IsOverdue(day))
        {
            return null;
        }
        return keys.TryGetValue(day, out var known) ? known
            : folder.Read(day) is { } bytes ? keys.GetOrAdd(day, new DayKey(day, bytes))
            : null;
    }

    /// <summary>Destroys every key whose time has come, however long ago, and records each once.</summary>
    public async Task DestroyOverdue(CancellationToken cancellationToken)
    {
        // Another thread may still use a key that goes: its ciphers are left to the finalizer.
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

    /// <summary>Days whose key should be destroyed and is still there: the health alarm.</summary>
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
        // The row before the file: a row means that a file was made before it, so a file that is then absent is lost.
        var noted = await FingerprintIfKnown(day, cancellationToken);
        var bytes = folder.Read(day);
        if (bytes is null && noted is not null && settings.ReplaceLostDayKey != day.ToString())
        {
            throw new LostDayKeyException(day);
        }
        var key = new DayKey(day, bytes ?? folder.CreateOnce(day));
        if (bytes is null && noted is not null)
        {
            await registry.Replace(key, cancellationToken);
        }
        else if (!(await Note(key, cancellationToken)).AsSpan().SequenceEqual(key.Fingerprint))
        {
            throw new LostDayKeyException(day);
        }
        return keys.GetOrAdd(day, key);
    }

    // Without the store a key that lies there is taken as it is: showing a pass does not wait for a database.
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

    private async Task<byte[]> Note(DayKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.Note(key, cancellationToken);
        }
        catch (DbException)
        {
            return key.Fingerprint;
        }
    }

    [LoggerMessage(LogLevel.Information, "The key of {Day} is destroyed.")]
    private static partial void LogDestroyed(ILogger log, KoreanDay day);
}

/// <summary>A day's key is lost: passes issued with it can no longer be resolved.</summary>
internal sealed class LostDayKeyException(KoreanDay day)
    : StartException(
        $"daykeys/{day}.key is missing or not the one with which passes were issued. Restore it, or give those passes up with --Issuer:ReplaceLostDayKey={day}."
    );
