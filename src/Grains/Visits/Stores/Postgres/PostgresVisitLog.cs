using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using KiPass.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace KiPass.Grains.Visits.Stores.Postgres;

/// <summary>The visit log in PostgreSQL, with the role <c>recorder</c>.</summary>
internal sealed class PostgresVisitLog(RegisterSources sources, TimeProvider time, RegisterMeter meter, ILogger<PostgresVisitLog> logger)
    : IVisitLog,
        IAsyncDisposable
{
    private const string FindSql = $"""
        SELECT scan_id, device_id, entered_at, {PostgresReads.WaitForStandby} FROM visits.visit
        WHERE slot = $1 AND issuer = $2 AND token_id = $3 AND entered_at > $4
        """;

    private const string VoidSql = """
        INSERT INTO visits.voided (slot, issuer, token_id, voided_at)
        SELECT slot, issuer, token_id, $6 FROM visits.visit
        WHERE slot = $1 AND issuer = $2 AND token_id = $3 AND scan_id = $4 AND device_id = $5 AND entered_at >= $7
        ON CONFLICT DO NOTHING
        """;

    private const string IsVoidedSql = $"""
        SELECT 1, {PostgresReads.WaitForStandby} FROM visits.voided JOIN visits.visit USING (slot, issuer, token_id)
        WHERE slot = $1 AND issuer = $2 AND token_id = $3 AND scan_id = $4 AND device_id = $5
        """;

    private const string StandingSql = $"""
        SELECT 1, {PostgresReads.WaitForStandby} FROM visits.voided WHERE slot = $1 AND issuer = $2 AND token_id = $3
        """;

    private readonly NpgsqlDataSource recorder = sources.Recorder;

    private readonly AppendQueue queue = new(() => new PostgresBatchStore(sources.Recorder), meter, logger);

    public ValueTask<Recording> Append(Visit visit, CancellationToken cancellationToken) => queue.Append(visit);

    public ValueTask<Recording> Find(TokenKey token, CancellationToken cancellationToken) =>
        Confirmed(
            async () =>
            {
                await using var command = Command(FindSql, token);
                command.With(RetentionRule.UnreadableUpTo(time.GetUtcNow()));
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                var found = await reader.ReadAsync(cancellationToken)
                    ? Recordings.Found(reader.GetGuid(0), reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2))
                    : Recordings.Absent;
                await reader.ReadToEnd();
                return found;
            },
            Recordings.Unconfirmed
        );

    public async ValueTask<ScanStatus> Void(
        TokenKey token,
        Guid scanId,
        Guid deviceId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        await Confirmed(
            async () =>
            {
                await using var insert = Command(VoidSql, token);
                insert.With(scanId);
                insert.With(deviceId);
                insert.With(Recordings.ToMillisecond(now));
                insert.With(Recordings.ToMillisecond(now) - Recordings.Voidable);
                if (await insert.ExecuteNonQueryAsync(cancellationToken) == 1)
                {
                    return ScanStatus.Voided;
                }
                await using var isVoided = Command(IsVoidedSql, token);
                isVoided.With(scanId);
                isVoided.With(deviceId);
                return await isVoided.ExecuteScalarAsync(cancellationToken) is null ? ScanStatus.VisitUnknown : ScanStatus.Voided;
            },
            ScanStatus.Unconfirmed
        );

    public ValueTask<ScanStatus> Standing(TokenKey token, CancellationToken cancellationToken) =>
        Confirmed(
            async () =>
            {
                await using var command = Command(StandingSql, token);
                return await command.ExecuteScalarAsync(cancellationToken) is null ? ScanStatus.Accepted : ScanStatus.Undone;
            },
            ScanStatus.Unconfirmed
        );

    public ValueTask<Recording> Append(PaperVisit visit, CancellationToken cancellationToken) =>
        Confirmed(
            async () =>
            {
                await using var connection = await recorder.OpenConnectionAsync(cancellationToken);
                try
                {
                    return await PostgresPaperStore.Append(connection, visit, cancellationToken);
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
                {
                    await VisitPartitions.Open(connection, visit.Day, cancellationToken);
                    return await PostgresPaperStore.Append(connection, visit, cancellationToken);
                }
            },
            Recordings.Unconfirmed
        );

    public ValueTask DisposeAsync() => queue.DisposeAsync();

    private async ValueTask<T> Confirmed<T>(Func<Task<T>> ask, T unconfirmed)
    {
        try
        {
            // Npgsql first asks a server that hangs to cancel the query; a scanner does not wait for that.
            return await ask().WaitAsync(AppendQueue.CommitTimeout);
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            logger.LogWarning("The visit log did not answer: {Error}.", StoreErrors.Code(e));
            return unconfirmed;
        }
    }

    private NpgsqlCommand Command(string sql, TokenKey token)
    {
        var command = recorder.CreateCommand(sql);
        command.With(token.Slot);
        command.With((int)token.Issuer);
        command.With(token.TokenId.Value);
        return command;
    }
}
