using KiPass.Grains.Database.Postgres;
using KiPass.Tokens;
using KiPass.Tokens.Passes;
using Npgsql;
using NpgsqlTypes;

namespace KiPass.Grains.Visits.Stores.Postgres;

/// <summary>
/// Writes batches over its own connection with prepared statements. If every row is stored, a batch takes one round trip. Otherwise some
/// tokens were used before, and a second query reads which scans used them.
/// </summary>
internal sealed class PostgresBatchStore(NpgsqlDataSource recorder) : IBatchStore
{
    private const string InsertSql = """
        INSERT INTO visits.visit
            (slot, issuer, token_id, pseudonym, facility_id, device_id, scan_id, entered_at, received_at)
        SELECT * FROM unnest($1::bigint[], $2::integer[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[],
            $8::timestamptz[], $9::timestamptz[])
        ON CONFLICT DO NOTHING
        RETURNING slot, issuer, token_id
        """;

    private const string HoldersSql = $"""
        SELECT v.slot, v.issuer, v.token_id, v.scan_id, v.device_id, v.entered_at, {PostgresReads.WaitForStandby}
        FROM unnest($1::bigint[], $2::integer[], $3::uuid[]) AS k (slot, issuer, token_id)
        JOIN visits.visit v ON v.slot = k.slot AND v.issuer = k.issuer AND v.token_id = k.token_id
        """;

    private readonly List<long> slots = new(AppendQueue.BatchLimit);
    private readonly List<int> issuers = new(AppendQueue.BatchLimit);
    private readonly List<Guid> tokenIds = new(AppendQueue.BatchLimit);
    private readonly List<Guid> tickets = new(AppendQueue.BatchLimit);
    private readonly List<Guid> facilityIds = new(AppendQueue.BatchLimit);
    private readonly List<Guid> deviceIds = new(AppendQueue.BatchLimit);
    private readonly List<Guid> scanIds = new(AppendQueue.BatchLimit);
    private readonly List<DateTime> enteredAt = new(AppendQueue.BatchLimit);
    private readonly List<DateTime> receivedAt = new(AppendQueue.BatchLimit);
    private readonly List<TokenKey> stored = new(AppendQueue.BatchLimit);

    private readonly List<Recording> answers = new(AppendQueue.BatchLimit);

    private NpgsqlConnection? connection;
    private NpgsqlCommand? insert;

    public async ValueTask<IReadOnlyList<Recording>> Store(IReadOnlyList<Visit> visits)
    {
        Fill(visits);
        await InsertWithOneRetry(visits);
        answers.Clear();
        if (stored.Count == visits.Count)
        {
            foreach (var visit in visits)
            {
                answers.Add(Recordings.Stored(visit));
            }
        }
        else
        {
            Judge(visits, await Holders());
        }
        return answers;
    }

    public async ValueTask DisposeAsync() => await Disconnect();

    private async Task InsertWithOneRetry(IReadOnlyList<Visit> visits)
    {
        try
        {
            await Insert();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            // A day has no partition; nothing was stored.
            foreach (var day in visits.Select(visit => visit.Token.Day).Distinct().ToList())
            {
                await VisitPartitions.Open(connection!, day, CancellationToken.None);
            }
            await Insert();
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
        {
            await Insert();
        }
        catch (NpgsqlException e) when (IsLostConnection(e))
        {
            // An earlier outage may have broken the connection. Inserting again is safe even if the first attempt was committed: the
            // holders of the tokens are read back.
            await Disconnect();
            recorder.Clear();
            await Insert();
        }
    }

    private static bool IsLostConnection(NpgsqlException e) =>
        e.InnerException is not TimeoutException
        && (e is not PostgresException postgres || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal));

    private async Task Insert()
    {
        stored.Clear();
        if (insert is null)
        {
            connection = await recorder.OpenConnectionAsync();
            insert = InsertCommand(connection);
            await insert.PrepareAsync();
        }
        await using var reader = await insert.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            stored.Add(new TokenKey(reader.GetInt64(0), (ushort)reader.GetInt32(1), new TokenId(reader.GetGuid(2))));
        }
        await reader.ReadToEnd();
    }

    private async Task<Dictionary<TokenKey, Recording>> Holders()
    {
        var holders = new Dictionary<TokenKey, Recording>(slots.Count);
        await using var command = new NpgsqlCommand(HoldersSql, connection);
        command.With(slots, NpgsqlDbType.Bigint);
        command.With(issuers, NpgsqlDbType.Integer);
        command.With(tokenIds, NpgsqlDbType.Uuid);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var key = new TokenKey(reader.GetInt64(0), (ushort)reader.GetInt32(1), new TokenId(reader.GetGuid(2)));
            holders[key] = Recordings.Found(reader.GetGuid(3), reader.GetGuid(4), reader.GetFieldValue<DateTimeOffset>(5));
        }
        await reader.ReadToEnd();
        return holders;
    }

    // If a batch contains a key several times, the append named by the row was stored; the others are repeats.
    private void Judge(IReadOnlyList<Visit> visits, Dictionary<TokenKey, Recording> holders)
    {
        var mine = new HashSet<TokenKey>(stored);
        foreach (var visit in visits)
        {
            var holder = holders.GetValueOrDefault(visit.Token);
            var isHolder = holder.ScanId == visit.ScanId && holder.DeviceId == visit.DeviceId;
            answers.Add(isHolder && mine.Remove(visit.Token) ? Recordings.Stored(visit) : holder);
        }
    }

    private void Fill(IReadOnlyList<Visit> visits)
    {
        slots.Clear();
        issuers.Clear();
        tokenIds.Clear();
        tickets.Clear();
        facilityIds.Clear();
        deviceIds.Clear();
        scanIds.Clear();
        enteredAt.Clear();
        receivedAt.Clear();
        foreach (var visit in visits)
        {
            slots.Add(visit.Token.Slot);
            issuers.Add(visit.Token.Issuer);
            tokenIds.Add(visit.Token.TokenId.Value);
            tickets.Add(visit.Ticket.Value);
            facilityIds.Add(visit.FacilityId);
            deviceIds.Add(visit.DeviceId);
            scanIds.Add(visit.ScanId);
            enteredAt.Add(Recordings.ToMillisecond(visit.EnteredAt).UtcDateTime);
            receivedAt.Add(visit.ReceivedAt.UtcDateTime);
        }
    }

    private NpgsqlCommand InsertCommand(NpgsqlConnection on)
    {
        var command = new NpgsqlCommand(InsertSql, on);
        command.With(slots, NpgsqlDbType.Bigint);
        command.With(issuers, NpgsqlDbType.Integer);
        command.With(tokenIds, NpgsqlDbType.Uuid);
        command.With(tickets, NpgsqlDbType.Uuid);
        command.With(facilityIds, NpgsqlDbType.Uuid);
        command.With(deviceIds, NpgsqlDbType.Uuid);
        command.With(scanIds, NpgsqlDbType.Uuid);
        command.With(enteredAt, NpgsqlDbType.TimestampTz);
        command.With(receivedAt, NpgsqlDbType.TimestampTz);
        return command;
    }

    private async Task Disconnect()
    {
        var (oldInsert, oldConnection) = (insert, connection);
        (insert, connection) = (null, null);
        if (oldInsert is not null)
        {
            await oldInsert.DisposeAsync();
        }
        if (oldConnection is not null)
        {
            await oldConnection.DisposeAsync();
        }
    }
}
