using System.Data.Common;
using KiPass.Grains.Database.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Grains.Database;

/// <summary>
/// The database that holds grain state, for other tables in it (audit). In PostgreSQL the role <c>orleans</c>, otherwise
/// <c>register.db</c>. Statements for both databases use named parameters (<c>@name</c>).
/// </summary>
internal sealed class RegisterDatabase(DatabaseOptions options) : IAsyncDisposable
{
    public bool IsPostgres => options.Postgres is not null;

    public DbDataSource Source { get; } = options.Postgres is { } postgres ? Postgres(postgres) : Sqlite(options);

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private static NpgsqlDataSource Postgres(RegisterPostgres postgres)
    {
        var builder = new NpgsqlDataSourceBuilder(postgres.Orleans);
        var parts = builder.ConnectionStringBuilder;
        parts.ApplicationName = "kipass-register";
        parts.MaxPoolSize = 16;
        parts.Timeout = 5;
        parts.CommandTimeout = 30;
        parts.CancellationTimeout = -1;
        return builder.BuildForPrimary();
    }

    private static DbDataSource Sqlite(DatabaseOptions options) =>
        SqliteFactory.Instance.CreateDataSource(RegisterMigrator.SqliteText(options.Data));
}
