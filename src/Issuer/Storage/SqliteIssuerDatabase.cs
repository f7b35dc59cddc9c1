using System.Data.Common;
using KiPass.Hosting.Migrations;
using Microsoft.Data.Sqlite;

namespace KiPass.Issuer.Storage;

/// <summary>SQLite in <c>{Data}/issuer.db</c>: write-ahead log, every commit on disk, deleted bytes overwritten.</summary>
internal sealed class SqliteIssuerDatabase : IssuerDatabase
{
    private readonly string connectionString;

    // SQLite lets writers wait by trying again, in no order: on a busy machine one of twenty was passed over until it gave up.
    private readonly SemaphoreSlim turns = new(1);

    public SqliteIssuerDatabase(string folder)
    {
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, "issuer.db"),
            ForeignKeys = true,
            DefaultTimeout = 5,
        }.ToString();
    }

    public override void Migrate() => SchemaOf("sqlite").Apply(new SqliteStore(connectionString, writeAheadLog: true));

    /// <remarks>SQLite overwrites rows when they are deleted (<c>secure_delete</c>); this removes their copies from the write-ahead log.</remarks>
    public override Task AfterErasure(CancellationToken cancellationToken) => Reclaim(cancellationToken);

    public override async Task Reclaim(CancellationToken cancellationToken)
    {
        await using var session = await Open(cancellationToken);
        await session.Execute("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
    }

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
        turns.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async Task<IDisposable?> WaitForTurn(CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        return new Turn(turns);
    }

    protected override async Task<DbConnection> Connect(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000;";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // Transactions begin IMMEDIATE, so they already exclude every other writer.
    public override Task Exclude(DatabaseSession session, long number, CancellationToken cancellationToken) => Task.CompletedTask;

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        private SemaphoreSlim? held = turns;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}
