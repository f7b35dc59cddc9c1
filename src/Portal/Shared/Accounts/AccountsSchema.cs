using System.Data.Common;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
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

    /// <exception cref="WrongSettingException">The database cannot be reached or changed.</exception>
    public static void Apply(PortalSettings settings)
    {
        Directory.CreateDirectory(settings.Data);
        var engine = Engine(settings)
            .WithScriptsEmbeddedInAssembly(
                typeof(AccountsSchema).Assembly,
                name => name.StartsWith(settings.Postgres is null ? "accounts/sqlite/" : "accounts/postgres/", StringComparison.Ordinal)
            )
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build();
        RequireKnown(engine, settings.Program);
        var result = engine.PerformUpgrade();
        if (!result.Successful)
        {
            throw new WrongSettingException($"The accounts database cannot be prepared: {result.Error.Message.ReplaceLineEndings(" ")}");
        }
    }

    // Accounts and the tables of the program itself share a database and its journal.
    private static void RequireKnown(UpgradeEngine engine, PortalProgram program)
    {
        List<string> executed;
        try
        {
            executed = engine.GetExecutedScripts();
        }
        catch (Exception e) when (e is DbException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new WrongSettingException($"The accounts database cannot be reached: {e.Message.ReplaceLineEndings(" ")}");
        }
        var known = typeof(AccountsSchema).Assembly.GetManifestResourceNames().Concat(program.Assembly.GetManifestResourceNames());
        if (executed.Except(known).FirstOrDefault() is { } unknown)
        {
            throw new WrongSettingException(
                $"The accounts database is of a newer version than this program, or not a portal's: it has {unknown}, which this program does not know."
            );
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
