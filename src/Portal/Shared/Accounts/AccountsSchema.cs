using KiPass.Hosting.Migrations;
using KiPass.Hosting.Settings;
using KiPass.Portal.Shared.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Migrates the accounts database to the latest schema before the portal serves requests.</summary>
public static class AccountsSchema
{
    public static void Use(DbContextOptionsBuilder options, PortalSettings settings)
    {
        if (settings.Postgres is { } postgres)
        {
            options.UseNpgsql(postgres);
        }
        else
        {
            options.UseSqlite(Sqlite(settings));
        }
    }

    /// <summary>
    /// PostgreSQL advisory lock for migrations. The accounts and the program's own tables use the same lock, because they share a database
    /// and its migration journal.
    /// </summary>
    public const long MigrationLock = 0x4B69_5061_7373_0008;

    /// <exception cref="StartException">The database cannot be reached or migrated.</exception>
    public static void Apply(PortalSettings settings)
    {
        var folder = settings.Postgres is null ? "accounts/sqlite/" : "accounts/postgres/";
        var schema = new Schema("The accounts database", new SchemaScripts(typeof(AccountsSchema).Assembly, folder, folder))
        {
            Neighbours = settings.Program.Assembly.GetManifestResourceNames(),
        };
        schema.Apply(settings.SchemaStore(MigrationLock) ?? (ISchemaStore)new SqliteStore(Sqlite(settings), writeAheadLog: false));
    }

    private static string Sqlite(PortalSettings settings) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = settings.SqliteFile,
            ForeignKeys = true,
            DefaultTimeout = 10,
        }.ToString();
}
