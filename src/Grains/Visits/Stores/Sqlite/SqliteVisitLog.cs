using KiPass.Grains.Database;
using KiPass.Grains.Telemetry;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Visits.Stores.Sqlite;

/// <summary>The visit log in SQLite: one machine, one silo, one writer.</summary>
internal sealed class SqliteVisitLog(VisitFiles files, TimeProvider time, RegisterMeter meter, ILogger<SqliteVisitLog> logger)
    : IVisitLog,
        IAsyncDisposable
{
    private const string VoidSql = """
        INSERT INTO voided (slot, issuer, token_id, voided_at_ms)
        SELECT slot, issuer, token_id, $now FROM visit
        WHERE slot = $slot AND issuer = $issuer AND token_id = $token AND scan_id = $scan AND device_id = $device
            AND entered_at_ms >= $earliest
        ON CONFLICT DO NOTHING
        """;

    private const string IsVoidedSql = """
        SELECT 1 FROM voided JOIN visit USING (slot, issuer, token_id)
        WHERE slot = $slot AND issuer = $issuer AND token_id = $token AND scan_id = $scan AND device_id = $device
        """;

    private const string StandingSql = "SELECT 1 FROM voided WHERE slot = $slot AND issuer = $issuer AND token_id = $token";

    private readonly AppendQueue queue = new(() => new SqliteBatchStore(files, logger), meter, logger);

    public ValueTask<Recording> Append(Visit visit, CancellationToken cancellationToken) => queue.Append(visit);

    public ValueTask<Recording> Find(TokenKey token, CancellationToken cancellationToken) =>
        Confirmed(
            () =>
            {
                using var connection = files.Reader(token.Day);
                using var command = connection?.Command(SqliteBatchStore.HolderSql, SqliteValues.Of(token));
                using var reader = command?.ExecuteReader();
                if (reader is null || !reader.Read())
                {
                    return Recordings.Absent;
                }
                var found = Recordings.Found(reader.Id(0), reader.Id(1), reader.FromMilliseconds(2));
                return found.EnteredAt > RetentionRule.UnreadableUpTo(time.GetUtcNow()) ? found : Recordings.Absent;
            },
            Recordings.Unconfirmed
        );

    public ValueTask<ScanStatus> Void(
        TokenKey token,
        Guid scanId,
        Guid deviceId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Confirmed(
            () =>
            {
                lock (files.Writing)
                {
                    if (!files.Days().Contains(token.Day))
                    {
                        return ScanStatus.VisitUnknown;
                    }
                    var connection = files.Writer(token.Day);
                    (string, object)[] scan =
                    [
                        .. SqliteValues.Of(token),
                        ("$scan", SqliteValues.Bytes(scanId)),
                        ("$device", SqliteValues.Bytes(deviceId)),
                    ];
                    var earliest = Recordings.ToMillisecond(now) - Recordings.Voidable;
                    (string, object)[] times =
                    [
                        ("$now", SqliteValues.Milliseconds(now)),
                        ("$earliest", SqliteValues.Milliseconds(earliest)),
                    ];
                    using var insert = connection.Command(VoidSql, [.. scan, .. times]);
                    if (insert.ExecuteNonQuery() == 1)
                    {
                        return ScanStatus.Voided;
                    }
                    using var isVoided = connection.Command(IsVoidedSql, scan);
                    return isVoided.ExecuteScalar() is null ? ScanStatus.VisitUnknown : ScanStatus.Voided;
                }
            },
            ScanStatus.Unconfirmed
        );

    public ValueTask<ScanStatus> Standing(TokenKey token, CancellationToken cancellationToken) =>
        Confirmed(
            () =>
            {
                using var connection = files.Reader(token.Day);
                using var command = connection?.Command(StandingSql, SqliteValues.Of(token));
                return command?.ExecuteScalar() is null ? ScanStatus.Accepted : ScanStatus.Undone;
            },
            ScanStatus.Unconfirmed
        );

    public ValueTask<Recording> Append(PaperVisit visit, CancellationToken cancellationToken) =>
        Confirmed(
            () =>
            {
                lock (files.Writing)
                {
                    return SqlitePaperStore.Append(files, visit);
                }
            },
            Recordings.Unconfirmed
        );

    public ValueTask DisposeAsync() => queue.DisposeAsync();

    // SQLite has no asynchronous calls: run the work outside the caller's scheduler, which can be that of a grain.
    private async ValueTask<T> Confirmed<T>(Func<T> ask, T unconfirmed)
    {
        try
        {
            return await Task.Run(ask).WaitAsync(AppendQueue.CommitTimeout);
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            logger.LogWarning("The visit log did not answer: {Error}.", StoreErrors.Code(e));
            return unconfirmed;
        }
    }
}
