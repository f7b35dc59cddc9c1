using KiPass.Grains.Database;
using KiPass.Tokens;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Visits.Stores.Sqlite;

/// <summary>Writes batches to SQLite: one transaction per day in the batch.</summary>
internal sealed class SqliteBatchStore(VisitFiles files, ILogger logger) : IBatchStore
{
    private const string InsertSql = """
        INSERT INTO visit (slot, issuer, token_id, pseudonym, facility_id, device_id, scan_id, entered_at_ms, received_at_us)
        VALUES ($slot, $issuer, $token, $pseudonym, $facility, $device, $scan, $entered, $received)
        ON CONFLICT DO NOTHING
        """;

    public const string HolderSql =
        "SELECT scan_id, device_id, entered_at_ms FROM visit WHERE slot = $slot AND issuer = $issuer AND token_id = $token";

    // SQLite has no asynchronous calls, and a disk can hang.
    public ValueTask<IReadOnlyList<Recording>> Store(IReadOnlyList<Visit> visits) =>
        new(Task.Run<IReadOnlyList<Recording>>(() => StoreByDay(visits)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Recording[] StoreByDay(IReadOnlyList<Visit> visits)
    {
        var answers = new Recording[visits.Count];
        Exception? failure = null;
        // Sorted by token and therefore by day. If a day fails, only its own visits are unconfirmed.
        for (var start = 0; start < visits.Count; )
        {
            var day = visits[start].Token.Day;
            var end = start;
            while (end < visits.Count && visits[end].Token.Day == day)
            {
                end++;
            }
            try
            {
                StoreDay(day, visits, start, end, answers);
            }
            catch (Exception e) when (StoreErrors.IsOfStore(e))
            {
                failure = e;
                Array.Clear(answers, start, end - start);
            }
            start = end;
        }
        if (failure is not null)
        {
            logger.LogWarning("Visits could not be written to a day's file: {Error}.", StoreErrors.Code(failure));
        }
        return answers;
    }

    private void StoreDay(KoreanDay day, IReadOnlyList<Visit> visits, int start, int end, Recording[] answers)
    {
        lock (files.Writing)
        {
            try
            {
                var connection = files.Writer(day);
                using var transaction = connection.BeginTransaction();
                using var insert = connection.Command(InsertSql);
                insert.Transaction = transaction;
                for (var i = start; i < end; i++)
                {
                    answers[i] = Insert(connection, transaction, insert, visits[i]);
                }
                transaction.Commit();
            }
            catch
            {
                files.Close(day);
                throw;
            }
        }
    }

    private static Recording Insert(SqliteConnection connection, SqliteTransaction transaction, SqliteCommand insert, Visit visit)
    {
        var values = insert.Parameters;
        values.Clear();
        values.AddWithValue("$slot", visit.Token.Slot);
        values.AddWithValue("$issuer", (int)visit.Token.Issuer);
        values.AddWithValue("$token", SqliteValues.Bytes(visit.Token.TokenId.Value));
        values.AddWithValue("$pseudonym", SqliteValues.Bytes(visit.Ticket.Value));
        values.AddWithValue("$facility", SqliteValues.Bytes(visit.FacilityId));
        values.AddWithValue("$device", SqliteValues.Bytes(visit.DeviceId));
        values.AddWithValue("$scan", SqliteValues.Bytes(visit.ScanId));
        values.AddWithValue("$entered", SqliteValues.Milliseconds(visit.EnteredAt));
        values.AddWithValue("$received", SqliteValues.Microseconds(visit.ReceivedAt));
        if (insert.ExecuteNonQuery() == 1)
        {
            return Recordings.Stored(visit);
        }
        using var find = connection.Command(HolderSql, SqliteValues.Of(visit.Token));
        find.Transaction = transaction;
        using var reader = find.ExecuteReader();
        return reader.Read() ? Recordings.Found(reader.Id(0), reader.Id(1), reader.FromMilliseconds(2)) : Recordings.Unconfirmed;
    }
}
