using KiPass.Grains.Database.Postgres;
using KiPass.Tokens;
using Npgsql;

namespace KiPass.Grains.Visits.Stores.Postgres;

internal sealed partial class PostgresVisitReader
{
    private const string CountSql = $"""
        SELECT hour, sum(entries)::integer FROM (
            SELECT date_trunc('hour', v.entered_at, 'UTC') AS hour, count(*) AS entries
            FROM visits.visit v
            WHERE v.slot >= $1 AND v.slot < $2 AND v.facility_id = $3 AND v.entered_at >= $4 AND v.entered_at < $5 AND v.entered_at > $6
                AND {NotVoided}
            GROUP BY 1
            UNION ALL
            SELECT date_trunc('hour', p.entered_at, 'UTC'), count(*)
            FROM visits.paper p
            WHERE p.day >= $7 AND p.day <= $8 AND p.facility_id = $3 AND p.entered_at >= $4 AND p.entered_at < $5 AND p.entered_at > $6
            GROUP BY 1
        ) AS counts
        GROUP BY 1
        ORDER BY 1
        """;

    private const string DevicesSql = $"""
        SELECT device_id, hour, sum(entries)::integer, sum(late)::integer FROM (
            SELECT v.device_id, date_trunc('hour', v.entered_at, 'UTC') AS hour, count(*) AS entries,
                count(*) FILTER (WHERE v.received_at - v.entered_at > $9) AS late
            FROM visits.visit v
            WHERE v.slot >= $1 AND v.slot < $2 AND v.facility_id = $3 AND v.entered_at >= $4 AND v.entered_at < $5 AND v.entered_at > $6
                AND {NotVoided}
            GROUP BY 1, 2
            UNION ALL
            SELECT p.device_id, date_trunc('hour', p.entered_at, 'UTC'), count(*), count(*) FILTER (WHERE p.received_at - p.entered_at > $9)
            FROM visits.paper p
            WHERE p.day >= $7 AND p.day <= $8 AND p.facility_id = $3 AND p.entered_at >= $4 AND p.entered_at < $5 AND p.entered_at > $6
            GROUP BY 1, 2
        ) AS counts
        GROUP BY 1, 2
        """;

    private const string OldestSql = """
        SELECT min(entered_at) FROM (
            (SELECT entered_at FROM visits.visit ORDER BY slot LIMIT 1)
            UNION ALL
            (SELECT min(entered_at) FROM visits.paper WHERE day = (SELECT min(day) FROM visits.paper))
        ) AS oldest
        """;

    public async Task<IReadOnlyList<HourCount>> CountByHour(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var command = Window(CountSql, facilityId, from, to, now);
        command.With(KoreanDay.Of(from));
        command.With(KoreanDay.Of(to));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var result = new List<HourCount>();
        while (await reader.ReadAsync(cancellationToken))
        {
            result.Add(new HourCount(reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt32(1)));
        }
        return result;
    }

    public async Task<IReadOnlyList<DeviceHourCount>> CountByDevice(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var command = Window(DevicesSql, facilityId, from, to, now);
        command.With(KoreanDay.Of(from)).With(KoreanDay.Of(to));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = ScanTime.OldestAtDoor });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var result = new List<DeviceHourCount>();
        while (await reader.ReadAsync(cancellationToken))
        {
            result.Add(
                new DeviceHourCount(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt32(2), reader.GetInt32(3))
            );
        }
        return result;
    }

    public async Task<DateTimeOffset?> OldestHeld(CancellationToken cancellationToken)
    {
        await using var command = sources.Tracer.CreateCommand(OldestSql);
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime oldest ? oldest : null;
    }
}
