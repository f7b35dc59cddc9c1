using System.Data.Common;
using KiPass.Hosting.Migrations;
using KiPass.Hosting.Settings;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Grains.Database;

/// <summary>Brings the register's database to the newest of the embedded scripts (deploy/sql/register) and claims it for this register.</summary>
internal static class RegisterMigrator
{
    private const string Name = "The register's database";
    private const long MigrationLock = 0x4B69_5061_7373_0001;

    /// <exception cref="StartException">The database does not answer or belongs to another register, or a script fails.</exception>
    public static async Task Migrate(DatabaseOptions options, CancellationToken cancellationToken)
    {
        var owner = options.Postgres?.Owner;
        ISchemaStore store = owner is null
            ? new SqliteStore(SqliteText(options.Data), writeAheadLog: true)
            : new PostgresStore(owner, MigrationLock);
        var folder = owner is null ? "sql/sqlite/" : "sql/postgres/";
        var schema = new Schema(Name, new SchemaScripts(typeof(RegisterMigrator).Assembly, folder, folder))
        {
            Variables = new Dictionary<string, string>
            {
                ["database"] = owner is null ? "register" : new NpgsqlConnectionStringBuilder(owner).Database!,
            },
        };
        schema.Apply(store);
        try
        {
            await using DbConnection connection = owner is null
                ? new SqliteConnection($"{SqliteText(options.Data)};Pooling=false")
                : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await RegisterIdentity.Claim(connection, options, cancellationToken);
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            throw new StartException($"{Name} cannot be used ({store.Place}): {e.Message}", e);
        }
    }

    /// <summary>The SQLite file of grain state and reminders.</summary>
    public static string SqlitePath(string data) => Path.Combine(data, "register.db");

    /// <summary>How silos open that file.</summary>
    public static string SqliteText(string data) =>
        new SqliteConnectionStringBuilder { DataSource = SqlitePath(data), DefaultTimeout = 5 }.ConnectionString;
}
