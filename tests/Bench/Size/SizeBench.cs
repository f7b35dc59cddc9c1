using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using KiPass.Grains.Hosting;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Stores;
using KiPass.Grains.Visits.Stores.Postgres;
using KiPass.Grains.Visits.Stores.Sqlite;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Passes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KiPass.Bench.Size;

/// <summary>Bytes per visit. All but the last two are sizes on disk, including indexes.</summary>
/// <param name="Visits">How many were stored before anything was measured.</param>
/// <param name="OpenBytes">While the day is written.</param>
/// <param name="ClosedBytes">After the day has got the index that traces want.</param>
/// <param name="SqliteBytes">In the day's file on SQLite, measured with at most 200,000.</param>
/// <param name="WalBytes">Written to the log when the pages in reach have been written since the checkpoint.</param>
/// <param name="WalAfterCheckpointBytes">Written to the log just after a checkpoint, when most pages are logged whole.</param>
internal sealed record SizeFigures(
    int Visits,
    double OpenBytes,
    double ClosedBytes,
    double SqliteBytes,
    double WalBytes,
    double WalAfterCheckpointBytes
);

/// <summary>A day of visits through the register's own stores, in batches as a door at full load has them, and what it takes on the disk.</summary>
internal static class SizeBench
{
    private const int Batch = 64;
    private const int OnSqlite = 200_000;
    private const string Database = "bench";

    // Visits of which the log is measured, of two moments: few, so that what a page costs once is seen, and many.
    private const int Sample = 20_000;

    // A day of visits is spread over so long.
    private const int OpenSeconds = 14 * 3600;

    private static readonly (Guid Id, Guid Device)[] Facilities =
    [
        .. Enumerable.Range(0, 100_000).Select(_ => (Guid.NewGuid(), Guid.NewGuid())),
    ];

    public static async Task<SizeFigures> Run(int visits, Action<string> say)
    {
        var day = KoreanDay.Of(TimeProvider.System.GetUtcNow()) - 4;
        await using var server = await PostgresServer.StartAsync();
        using var folder = new TemporaryFolder();
        var options = new RegisterOptions
        {
            Data = folder.Path,
            Postgres = await RegisterProvisioning.Provision(server.Url, Database, default),
        };
        await RegisterMigrator.Migrate(options, default);
        await using var sources = new RegisterSources(options.Postgres);
        var keeper = new PostgresVisitPartitions(sources);
        await keeper.OpenDay(day, default);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString(Database) + ";Command Timeout=600");
        await using var store = new PostgresBatchStore(sources.Recorder);

        await Store(store, day, 0, visits);
        await Do(database, $"VACUUM ANALYZE visits.visit_{Suffix(day)}");
        var open = await Sizes(database, day, visits, say);
        await Do(database, "CHECKPOINT");
        var (after, between) = await LogBytes(database, store, day, visits);
        await keeper.CloseDay(day, default);
        var closed = await Sizes(database, day, visits + Measured(visits), say);
        return new SizeFigures(visits, open, closed, await SqliteBytes(folder, day, Math.Min(visits, OnSqlite)), between, after);
    }

    private static int Measured(int visits) => Sample + visits / 10 + Sample;

    private static async Task<(double AfterCheckpoint, double Between)> LogBytes(
        NpgsqlDataSource database,
        PostgresBatchStore store,
        KoreanDay day,
        int visits
    )
    {
        var start = await Ask(database, "SELECT pg_current_wal_insert_lsn() - '0/0'");
        await Store(store, day, visits, Sample);
        var few = await Ask(database, "SELECT pg_current_wal_insert_lsn() - '0/0'");
        await Store(store, day, visits + Sample, visits / 10);
        var before = await Ask(database, "SELECT pg_current_wal_insert_lsn() - '0/0'");
        await Store(store, day, visits + Sample + visits / 10, Sample);
        var end = await Ask(database, "SELECT pg_current_wal_insert_lsn() - '0/0'");
        return ((few - start) / Sample, (end - before) / Sample);
    }

    private static async Task<double> SqliteBytes(TemporaryFolder folder, KoreanDay day, int visits)
    {
        using (var files = new VisitFiles(new RegisterOptions { Data = folder["sqlite"] }))
        {
            await using var store = new SqliteBatchStore(files, NullLogger.Instance);
            await Store(store, day, 0, visits);
        }
        return (double)Directory.GetFiles(folder["sqlite"], "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length)
            / visits;
    }

    // Slots rise through the day; everything else of a visit is random.
    private static async Task Store(IBatchStore store, KoreanDay day, int from, int count)
    {
        var start = day.Start.ToUnixTimeSeconds() + 8 * 3600;
        var all = from + count;
        var batch = new List<Visit>(Batch);
        for (var i = from; i < all; i++)
        {
            // Later rounds go on where the first ended, by a minute at most.
            var slot =
                (start + Math.Min(OpenSeconds, (long)OpenSeconds * (i + 1) / Math.Max(count, i + 1))) / Pass.SlotSeconds * Pass.SlotSeconds;
            var entered = DateTimeOffset.FromUnixTimeSeconds(slot).AddMilliseconds(Random.Shared.Next(Pass.SlotSeconds * 1000));
            var facility = Facilities[Random.Shared.Next(Facilities.Length)];
            batch.Add(
                new Visit(
                    new TokenKey(slot, 1, new TokenId(Guid.NewGuid())),
                    new Ticket(Guid.NewGuid()),
                    facility.Id,
                    facility.Device,
                    Guid.NewGuid(),
                    entered,
                    entered.AddMilliseconds(40)
                )
            );
            if (batch.Count == Batch || i == all - 1)
            {
                batch.Sort((left, right) => left.Token.CompareTo(right.Token));
                var answers = await store.Store(batch);
                if (answers.Any(answer => answer.Status != ScanStatus.Accepted))
                {
                    throw new InvalidOperationException("A visit was not stored.");
                }
                batch.Clear();
            }
        }
    }

    // Of table and each index, and together.
    private static async Task<double> Sizes(NpgsqlDataSource database, KoreanDay day, int visits, Action<string> say)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT c.relname, pg_relation_size(c.oid) FROM pg_class c
            LEFT JOIN pg_index i ON i.indexrelid = c.oid
            WHERE c.oid = 'visits.visit_{Suffix(day)}'::regclass OR i.indrelid = 'visits.visit_{Suffix(day)}'::regclass
            ORDER BY 1
            """
        );
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                say($"{(double)reader.GetInt64(1) / visits, 8:F1} bytes {reader.GetString(0)}");
            }
        }
        return await Ask(database, $"SELECT pg_total_relation_size('visits.visit_{Suffix(day)}')") / visits;
    }

    private static string Suffix(KoreanDay day) => $"{day}".Replace("-", "", StringComparison.Ordinal);

    private static async Task<double> Ask(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return Convert.ToDouble(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task Do(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
