using System.Data.Common;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Grains.Database;

/// <summary>Brings the register's database to the newest of the embedded scripts (deploy/sql/register), each once, in order.</summary>
internal static class RegisterMigrator
{
    // Serializes silos that start at the same time.
    private const long MigrationLock = 0x4B69_5061_7373_0001;
    private static readonly TimeSpan LongestLockWait = TimeSpan.FromSeconds(3);

    /// <exception cref="RegisterStartException">The database does not answer, or a script fails: one clear line.</exception>
    public static async Task Migrate(DatabaseOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (options.Postgres is { } postgres)
            {
                await MigratePostgres(options, postgres.Owner, cancellationToken);
            }
            else
            {
                await MigrateSqlite(options, SqlitePath(options.Data), cancellationToken);
            }
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            var place = options.Postgres is null ? SqlitePath(options.Data) : "PostgreSQL";
            throw new RegisterStartException($"The register's database cannot be used ({place}): {OneLine(e)}", e);
        }
    }

    /// <summary>The SQLite file of grain state and reminders.</summary>
    public static string SqlitePath(string data) => Path.Combine(data, "register.db");

    /// <summary>How silos open that file.</summary>
    public static string SqliteText(string data) =>
        new SqliteConnectionStringBuilder { DataSource = SqlitePath(data), DefaultTimeout = 5 }.ConnectionString;

    private static async Task MigratePostgres(DatabaseOptions options, string owner, CancellationToken cancellationToken)
    {
        var parts = new NpgsqlConnectionStringBuilder(owner) { Pooling = false, CommandTimeout = 60 };
        await using var connection = new NpgsqlConnection(parts.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var lockCommand = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { CommandTimeout = 0 };
        lockCommand.Parameters.Add(new NpgsqlParameter<long> { TypedValue = MigrationLock });
        await lockCommand.ExecuteNonQueryAsync(cancellationToken);
        // Silos of the version before go on meanwhile: a change that would make them wait behind it gives up instead.
        parts.Options = $"-c lock_timeout={LongestLockWait.TotalMilliseconds:0}";
        Run(DeployChanges.To.PostgresqlDatabase(parts.ConnectionString), "postgres", parts.Database!);
        await RegisterIdentity.Claim(connection, options, cancellationToken);
    }

    private static async Task MigrateSqlite(DatabaseOptions options, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var text = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString;
        await using (var connection = new SqliteConnection(text))
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL";
            await command.ExecuteNonQueryAsync(cancellationToken);
            command.CommandText = "PRAGMA quick_check(1)";
            var check = (string?)await command.ExecuteScalarAsync(cancellationToken);
            if (check != "ok")
            {
                throw new RegisterStartException($"The register's database is damaged ({path}): restore it from its backup.");
            }
        }
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        Run(DeployChanges.To.SqliteDatabase(text), "sqlite", "register");
        await using var migrated = new SqliteConnection(text);
        await migrated.OpenAsync(cancellationToken);
        await RegisterIdentity.Claim(migrated, options, cancellationToken);
    }

    private static void Run(UpgradeEngineBuilder builder, string store, string database)
    {
        var prefix = $"sql/{store}/";
        var engine = builder
            .WithScriptsEmbeddedInAssembly(
                typeof(RegisterMigrator).Assembly,
                // Folders below hold what is applied elsewhere: sql/sqlite/day/ makes a day's file.
                name => name.StartsWith(prefix, StringComparison.Ordinal) && !name.AsSpan(prefix.Length).Contains('/')
            )
            .WithVariable("database", database)
            .WithTransactionPerScript()
            .LogTo(new NoUpgradeLog())
            .Build();
        var known = engine.GetDiscoveredScripts().Select(script => script.Name);
        if (engine.GetExecutedScripts().Except(known).FirstOrDefault() is { } unknown)
        {
            throw new RegisterStartException(
                $"The register's database is of a newer version than this program, or not a register's: it has {Path.GetFileName(unknown)}, which this program does not know."
            );
        }
        var result = engine.PerformUpgrade();
        if (!result.Successful)
        {
            var script = result.ErrorScript?.Name ?? "its journal";
            throw new RegisterStartException(
                $"The register's database could not be migrated at {script}: {OneLine(result.Error)}",
                result.Error
            );
        }
    }

    // Of several database hosts each says for itself why not.
    private static string OneLine(Exception e) =>
        (
            e.InnerException is AggregateException several
                ? string.Join("; ", several.InnerExceptions.Select(one => one.Message))
                : e.Message
        ).ReplaceLineEndings(" ");
}

/// <summary>DbUp tells its result; its running commentary adds nothing to it.</summary>
internal sealed class NoUpgradeLog : IUpgradeLog
{
    public void LogTrace(string format, params object[] args) { }

    public void LogDebug(string format, params object[] args) { }

    public void LogInformation(string format, params object[] args) { }

    public void LogWarning(string format, params object[] args) { }

    public void LogError(string format, params object[] args) { }

    public void LogError(Exception ex, string format, params object[] args) { }
}
