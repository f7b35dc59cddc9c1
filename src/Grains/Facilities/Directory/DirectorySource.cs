using System.Data.Common;
using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>Connections to the database of the directory: that of the grain states, with the role <c>orleans</c> in PostgreSQL.</summary>
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

    /// <summary>PostgreSQL searches by an index of n-grams; one machine's SQLite reads through.</summary>
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
