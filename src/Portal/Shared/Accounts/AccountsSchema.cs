using KiPass.Hosting.Migrations;
using KiPass.Hosting.Settings;
using KiPass.Portal.Shared.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Brings the accounts database to the newest schema before the portal answers.</summary>
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

    /// <summary>Advisory lock of PostgreSQL that upgrades of the accounts and of the program's own tables share, as they share a database and its journal.</summary>
    public const long MigrationLock = 0x4B69_5061_7373_0008;

    /// <exception cref="StartException">The database cannot be reached or changed.</exception>
    public static void Apply(PortalSettings settings)
    {
        var folder = settings.Postgres is null ? "accounts/sqlite/" : "accounts/postgres/";
        var schema = new Schema("The accounts database", new SchemaScripts(typeof(AccountsSchema).Assembly, folder, folder))
        {
            Neighbours = settings.Program.Assembly.GetManifestResourceNames(),
        };
        schema.Apply(
            settings.Postgres is { } postgres
                ? new PostgresStore(postgres, MigrationLock)
                : new SqliteStore(Sqlite(settings), writeAheadLog: false)
        );
    }

    private static string Sqlite(PortalSettings settings) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = settings.SqliteFile,
            ForeignKeys = true,
            DefaultTimeout = 10,
        }.ToString();
}
