using DbUp;
using DbUp.Builder;
using KiPass.Portal.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Accounts;

/// <summary>Brings the accounts database to the newest schema before the portal answers.</summary>
internal static class AccountsSchema
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
        var result = Engine(settings)
            .WithScriptsEmbeddedInAssembly(
                typeof(AccountsSchema).Assembly,
                name => name.StartsWith(settings.Postgres is null ? "accounts/sqlite/" : "accounts/postgres/", StringComparison.Ordinal)
            )
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new WrongSettingException($"The accounts database cannot be prepared: {result.Error.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static UpgradeEngineBuilder Engine(PortalSettings settings) =>
        settings.Postgres is { } postgres
            ? DeployChanges.To.PostgresqlDatabase(postgres)
            : DeployChanges.To.SqliteDatabase(Sqlite(settings));

    private static string Sqlite(PortalSettings settings) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = settings.SqliteFile,
            ForeignKeys = true,
            DefaultTimeout = 10,
        }.ToString();
}
