using KiPass.Hosting.Migrations;
using KiPass.Hosting.Settings;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Store;

/// <summary>Creates and migrates the authority's tables. They share a database with the authority's accounts.</summary>
internal static class AuthoritySchema
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

    /// <exception cref="StartException">The database cannot be reached or migrated.</exception>
    public static void Apply(PortalSettings settings)
    {
        var folder = settings.Postgres is null ? "authority/sqlite/" : "authority/postgres/";
        var schema = new Schema("The authority's database", new SchemaScripts(typeof(AuthoritySchema).Assembly, folder, folder))
        {
            Neighbours = ["accounts/"],
        };
        schema.Apply(
            settings.SchemaStore(AccountsSchema.MigrationLock) ?? (ISchemaStore)new SqliteStore(Sqlite(settings), writeAheadLog: false)
        );
    }

    private static string Sqlite(PortalSettings settings) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = settings.SqliteFile,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ToString();
}
