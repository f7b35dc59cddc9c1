using KiPass.Issuer.Audit;
using KiPass.Issuer.Storage;
using KiPass.Tokens;

namespace KiPass.Issuer.DayKeys;

/// <summary>Records in the database which day keys were created (by fingerprint) and destroyed, to detect a lost key and to audit a destruction once.</summary>
internal sealed class DayKeyRegistry(IssuerDatabase database, AuditLog audit, TimeProvider time)
{
    private const string DestructionRule = "00:00 Korean time, 29 days after the day";

    /// <summary>The fingerprint of the key that was created for a day; null if none was.</summary>
    public async Task<byte[]?> Fingerprint(KoreanDay day, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        return await Fingerprint(session, day, cancellationToken);
    }

    /// <summary>Records a key unless its day has one; returns the fingerprint that is recorded for the day.</summary>
    public async Task<byte[]> Record(DayKey key, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        await session.Execute(
            "INSERT INTO day_key (day, fingerprint, created_at) VALUES (@day, @fingerprint, @now) ON CONFLICT (day) DO NOTHING",
            cancellationToken,
            ("day", (long)key.Day.Number),
            ("fingerprint", key.Fingerprint),
            ("now", time.GetUtcNow().ToUnixTimeMilliseconds())
        );
        return (await Fingerprint(session, key.Day, cancellationToken))!;
    }

    /// <summary>Records the replacement of a lost key that the operator gave up.</summary>
    public async Task Replace(DayKey key, CancellationToken cancellationToken)
    {
        await using var session = await database.Begin(AuditLog.Exclusive, cancellationToken);
        await session.Execute(
            "UPDATE day_key SET fingerprint = @fingerprint WHERE day = @day",
            cancellationToken,
            ("day", (long)key.Day.Number),
            ("fingerprint", key.Fingerprint)
        );
        var record = new DestructionRecord("day-key", 1, "lost, and given up by the operator", key.Day);
        await audit.Append(session, record, cancellationToken);
        await session.Commit(cancellationToken);
    }

    /// <summary>The days up to <paramref name="last"/> whose destruction is not recorded yet.</summary>
    public async Task<List<KoreanDay>> Undestroyed(KoreanDay last, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        return await session.All(
            "SELECT day FROM day_key WHERE day <= @last AND destroyed_at IS NULL ORDER BY day",
            row => new KoreanDay((int)row.GetInt64(0)),
            cancellationToken,
            ("last", (long)last.Number)
        );
    }

    /// <summary>Records a destruction; false if it is already recorded.</summary>
    public async Task<bool> RecordDestruction(KoreanDay day, CancellationToken cancellationToken)
    {
        await using var session = await database.Begin(AuditLog.Exclusive, cancellationToken);
        var marked = await session.Execute(
            "UPDATE day_key SET destroyed_at = @now WHERE day = @day AND destroyed_at IS NULL",
            cancellationToken,
            ("day", (long)day.Number),
            ("now", time.GetUtcNow().ToUnixTimeMilliseconds())
        );
        if (marked == 0)
        {
            return false;
        }
        await audit.Append(session, new DestructionRecord("day-key", 1, DestructionRule, day), cancellationToken);
        await session.Commit(cancellationToken);
        return true;
    }

    private static Task<byte[]?> Fingerprint(DatabaseSession session, KoreanDay day, CancellationToken cancellationToken) =>
        session.First(
            "SELECT fingerprint FROM day_key WHERE day = @day",
            row => row.Bytes(0),
            cancellationToken,
            ("day", (long)day.Number)
        );
}
