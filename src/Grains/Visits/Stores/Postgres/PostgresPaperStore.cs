using KiPass.Grains.Database.Postgres;
using Npgsql;

namespace KiPass.Grains.Visits.Stores.Postgres;

/// <summary>
/// Appends paper visits within their quotas. A lock on the facility makes count and insert one step, whichever silos its devices talk to.
/// </summary>
internal static class PostgresPaperStore
{
    private const string LockSql = "SELECT pg_advisory_xact_lock(hashtext('visits.paper'), hashtext($1::text))";

    private const string HolderSql =
        $"SELECT entered_at, {PostgresReads.WaitForStandby} FROM visits.paper WHERE day = $1 AND device_id = $2 AND scan_id = $3";

    private const string UseSql = """
        SELECT count(*) FILTER (WHERE device_id = $2 AND received_at > $3)::integer,
            min(received_at) FILTER (WHERE device_id = $2 AND received_at > $3),
            count(*) FILTER (WHERE device_id = $2)::integer,
            min(received_at) FILTER (WHERE device_id = $2),
            count(*)::integer,
            min(received_at)
        FROM visits.paper
        WHERE facility_id = $1 AND received_at > $4 AND day >= $5 AND day <= $6
        """;

    private const string InsertSql = """
        INSERT INTO visits.paper (day, device_id, scan_id, facility_id, sealed, entered_at, received_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Stores a visit, finds the same visit stored before, or reports that a quota is used up.</summary>
    /// <exception cref="PostgresException">The day has no partition (check violation), or another failure; nothing was stored.</exception>
    public static async Task<Recording> Append(NpgsqlConnection connection, PaperVisit visit, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Lock(connection, visit.FacilityId, cancellationToken);
        var recording = await Holder(connection, visit, cancellationToken);
        if (recording.Status == ScanStatus.VisitUnknown)
        {
            var wait = PaperQuota.Wait(await Use(connection, visit, cancellationToken), visit.ReceivedAt);
            recording = wait > TimeSpan.Zero ? Recordings.QuotaReached(wait) : await Insert(connection, visit, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return recording;
    }

    private static async Task Lock(NpgsqlConnection connection, Guid facilityId, CancellationToken cancellationToken)
    {
        // The caller gives up after the commit timeout, so this must not keep a connection for longer.
        await using var timeout = new NpgsqlCommand("SET LOCAL lock_timeout = '1500ms'", connection);
        await timeout.ExecuteNonQueryAsync(cancellationToken);
        await using var command = new NpgsqlCommand(LockSql, connection);
        command.With(facilityId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<Recording> Holder(NpgsqlConnection connection, PaperVisit visit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(HolderSql, connection);
        command.With(visit.Day);
        command.With(visit.DeviceId);
        command.With(visit.ScanId);
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime enteredAt
            ? Recordings.Found(visit.ScanId, visit.DeviceId, enteredAt)
            : Recordings.Absent;
    }

    private static async Task<PaperUse> Use(NpgsqlConnection connection, PaperVisit visit, CancellationToken cancellationToken)
    {
        var now = visit.ReceivedAt;
        var (first, last) = PaperQuota.DaysAround(now);
        await using var command = new NpgsqlCommand(UseSql, connection);
        command.With(visit.FacilityId);
        command.With(visit.DeviceId);
        command.With(now - PaperQuota.Hour);
        command.With(now - PaperQuota.Day);
        command.With(first);
        command.With(last);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        DateTimeOffset Instant(int column) => reader.IsDBNull(column) ? default : reader.GetFieldValue<DateTimeOffset>(column);
        return new PaperUse(reader.GetInt32(0), Instant(1), reader.GetInt32(2), Instant(3), reader.GetInt32(4), Instant(5));
    }

    private static async Task<Recording> Insert(NpgsqlConnection connection, PaperVisit visit, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand(InsertSql, connection);
        insert.With(visit.Day);
        insert.With(visit.DeviceId);
        insert.With(visit.ScanId);
        insert.With(visit.FacilityId);
        insert.With(visit.Sealed);
        insert.With(Recordings.ToMillisecond(visit.EnteredAt));
        insert.With(visit.ReceivedAt);
        // The lock covers every device of the facility, so no other transaction can have taken the key in between.
        return await insert.ExecuteNonQueryAsync(cancellationToken) == 1 ? Recordings.Stored(visit) : Recordings.Unconfirmed;
    }
}
