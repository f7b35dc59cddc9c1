using DbUp;
using KiPass.Portal.Shared.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Store;

/// <summary>The authority's tables, beside its accounts: one store of one trust domain.</summary>
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

    /// <exception cref="WrongSettingException">The database cannot be reached or changed.</exception>
    public static void Apply(PortalSettings settings)
    {
        Directory.CreateDirectory(settings.Data);
        var engine = settings.Postgres is { } postgres
            ? DeployChanges.To.PostgresqlDatabase(postgres)
            : DeployChanges.To.SqliteDatabase(Sqlite(settings));
        var folder = settings.Postgres is null ? "authority/sqlite/" : "authority/postgres/";
        var result = engine
            .WithScriptsEmbeddedInAssembly(typeof(AuthoritySchema).Assembly, name => name.StartsWith(folder, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new WrongSettingException($"The authority's store cannot be prepared: {result.Error.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static string Sqlite(PortalSettings settings) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = settings.SqliteFile,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ToString();
}
