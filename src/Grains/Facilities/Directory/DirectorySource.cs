using System.Data.Common;
using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>
/// Connections to the directory, which is in the database of the grain state; in PostgreSQL with the role <c>orleans</c>.
/// </summary>
internal sealed class DirectorySource : IAsyncDisposable
{
    private const int PoolSize = 16;
    private const int CommandSeconds = 15;

    private readonly DbDataSource source;

    public DirectorySource(DatabaseOptions options)
    {
        IsPostgres = options.Postgres is not null;
        source = options.Postgres is { } postgres ? Postgres(postgres.Orleans) : Sqlite(RegisterMigrator.SqlitePath(options.Data));
    }

    /// <summary>PostgreSQL searches with an n-gram index; SQLite scans the table.</summary>
    public bool IsPostgres { get; }

    public ValueTask<DbConnection> Open(CancellationToken cancellationToken) => source.OpenConnectionAsync(cancellationToken);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static NpgsqlDataSource Postgres(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var parts = builder.ConnectionStringBuilder;
        parts.ApplicationName = "kipass-directory";
        parts.MaxPoolSize = PoolSize;
        parts.Timeout = 2;
        parts.CommandTimeout = CommandSeconds;
        parts.CancellationTimeout = -1;
        parts.IncludeErrorDetail = false;
        return builder.BuildForPrimary();
    }

    private static DbDataSource Sqlite(string path) =>
        SqliteFactory.Instance.CreateDataSource(
            new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = CommandSeconds }.ConnectionString
        );
}
