using System.Data.Common;
using DbUp;
using KiPass.Issuer.Settings;
using Microsoft.Data.Sqlite;

namespace KiPass.Issuer.Storage;

/// <summary>SQLite in <c>{Data}/issuer.db</c>: write-ahead log, every commit on disk, deleted bytes overwritten.</summary>
internal sealed class SqliteIssuerDatabase : IssuerDatabase
{
    private readonly string file;
    private readonly string connectionString;

    public SqliteIssuerDatabase(string folder)
    {
        file = Path.Combine(folder, "issuer.db");
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            ForeignKeys = true,
            DefaultTimeout = 5,
        }.ToString();
    }

    public override void Migrate()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            CreateForOwnerOnly();
            using (var connection = new SqliteConnection(connectionString))
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA quick_check;";
                command.ExecuteNonQuery();
            }
            var engine = DeployChanges
                .To.SqliteDatabase(connectionString)
                .WithScripts(Scripts.Of("sqlite"))
                .WithTransactionPerScript()
                .LogToNowhere()
                .Build();
            Scripts.RequireKnown(engine);
            var upgrade = engine.PerformUpgrade();
            if (!upgrade.Successful)
            {
                throw upgrade.Error;
            }
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{file}: the issuer's store cannot be opened ({Reason(e)}).", e);
        }
    }

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
        return ValueTask.CompletedTask;
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

    private void CreateForOwnerOnly()
    {
        if (!File.Exists(file))
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            using var created = new FileStream(file, options);
        }
    }

    private static string Reason(Exception e) =>
        e is SqliteException { SqliteErrorCode: 11 or 26 } ? "it is damaged" : e.Message.ReplaceLineEndings(" ");
}
