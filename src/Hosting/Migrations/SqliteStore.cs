using DbUp;
using DbUp.Builder;
using KiPass.Hosting.Files;
using KiPass.Hosting.Settings;
using Microsoft.Data.Sqlite;

namespace KiPass.Hosting.Migrations;

/// <summary>A SQLite file used by a single process and readable only by its owner.</summary>
/// <param name="connection">Connection string. The file is created if it does not exist.</param>
/// <param name="writeAheadLog">Whether to use write-ahead logging.</param>
public sealed class SqliteStore(string connection, bool writeAheadLog) : ISchemaStore
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private readonly SqliteConnectionStringBuilder parts = new(connection) { Pooling = false };

    public string Place => parts.DataSource;

    public IDisposable Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Place))!);
        if (!File.Exists(Place))
        {
            using var made = new FileStream(Place, FileMode.OpenOrCreate, FileAccess.Write);
        }
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Place, PrivateFile.OwnerOnly);
        }
        var held = new SqliteConnection(parts.ConnectionString);
        try
        {
            held.Open();
            using var command = held.CreateCommand();
            if (writeAheadLog)
            {
                command.CommandText = "PRAGMA journal_mode = WAL";
                command.ExecuteNonQuery();
            }
            command.CommandText = "PRAGMA quick_check(1)";
            return (string?)command.ExecuteScalar() == "ok" ? held : throw Damaged();
        }
        catch (Exception e)
        {
            held.Dispose();
            throw e is SqliteException { SqliteErrorCode: Corrupt or NotADatabase } ? Damaged(e) : e;
        }
    }

    public void Finish() { }

    public UpgradeEngineBuilder Target() => DeployChanges.To.SqliteDatabase(parts.ConnectionString);

    private StartException Damaged(Exception? e = null) => new($"{Place}: the database is damaged; restore it from its backup.", e);
}
