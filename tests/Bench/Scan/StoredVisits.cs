using KiPass.Bench.Running;
using KiPass.Tokens;
using Npgsql;

namespace KiPass.Bench.Scan;

/// <summary>Fills the partition of the day that is being written, as a day of real visits would have.</summary>
internal static class StoredVisits
{
    private const int Together = 500_000;

    // Slots rise through the day up to now; token ids, tickets and scans are random; facilities are a hundred thousand.
    private const string Insert = """
        INSERT INTO visits.visit (slot, issuer, token_id, pseudonym, facility_id, device_id, scan_id, entered_at, received_at)
        SELECT s.slot, 1, gen_random_uuid(), gen_random_uuid(), md5('f' || (i % 100000))::uuid, md5('d' || (i % 100000))::uuid, gen_random_uuid(),
            to_timestamp(s.slot + 5), to_timestamp(s.slot + 5)
        FROM generate_series($1::bigint, $1 + $2 - 1) i, LATERAL (SELECT ($3 + (i * ($4 - $3) / $5)) / 15 * 15 AS slot) s
        """;

    public static async Task Fill(BenchRegister register, long rows, Action<string> say)
    {
        await using var source = NpgsqlDataSource.Create(register.Postgres!.ConnectionString(register.Database) + ";Command Timeout=600");
        var now = TimeProvider.System.GetUtcNow();
        var from = KoreanDay.Of(now).Start.ToUnixTimeSeconds();
        var chunks = Enumerable.Range(0, (int)((rows + Together - 1) / Together)).Select(i => (long)i * Together);
        await Parallel.ForEachAsync(
            chunks,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (done, cancellationToken) =>
            {
                await using var command = source.CreateCommand(Insert);
                command.Parameters.AddWithValue(done);
                command.Parameters.AddWithValue(Math.Min(Together, rows - done));
                command.Parameters.AddWithValue(from);
                command.Parameters.AddWithValue(now.ToUnixTimeSeconds());
                command.Parameters.AddWithValue(rows);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        );
        await using var analyze = source.CreateCommand("VACUUM ANALYZE visits.visit");
        await analyze.ExecuteNonQueryAsync();
        await using var checkpoint = source.CreateCommand("CHECKPOINT");
        await checkpoint.ExecuteNonQueryAsync();
        say($"{rows:N0} visits stored in the partition of today");
    }
}
