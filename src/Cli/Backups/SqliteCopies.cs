using Microsoft.Data.Sqlite;

namespace KiPass.Cli.Backups;

/// <summary>Copies SQLite files while programs write to them.</summary>
internal static class SqliteCopies
{
    private static readonly string[] AuditTables = ["audit_entry", "audit", "trace_audit"];

    /// <summary>
    /// Copies a consistent snapshot of a database to a new file. Uses <c>VACUUM INTO</c>, not the backup API, so that freed pages with
    /// deleted
    /// data are not copied.
    /// </summary>
    /// <returns>False if the file no longer exists because its day was destroyed meanwhile.</returns>
    public static bool Copy(string from, string to)
    {
        PrivateFiles.MakeFolder(Path.GetDirectoryName(to)!);
        try
        {
            using var connection = Open(from, SqliteOpenMode.ReadWrite);
            using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $to";
            command.Parameters.AddWithValue("$to", to);
            command.ExecuteNonQuery();
        }
        catch (SqliteException) when (!File.Exists(from))
        {
            File.Delete(to);
            return false;
        }
        catch (SqliteException e)
        {
            throw new CommandException($"{from} cannot be backed up: {e.Message}", CommandException.Failed);
        }
        PrivateFiles.Settle(to);
        Check(to);
        return true;
    }

    /// <summary>Returns the number of audit log entries in a database, or null if it has no audit log.</summary>
    public static long? AuditEntries(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        foreach (var table in AuditTables)
        {
            command.CommandText = $"SELECT name FROM sqlite_master WHERE type = 'table' AND name = '{table}'";
            if (command.ExecuteScalar() is not null)
            {
                command.CommandText = $"SELECT count(*) FROM {table}";
                return (long)command.ExecuteScalar()!;
            }
        }
        return null;
    }

    private static void Check(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() as string != "ok")
        {
            throw new CommandException($"{file}: the copy is damaged, as its original is.", CommandException.Failed);
        }
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = mode,
                Pooling = false,
                DefaultTimeout = 30,
            }.ConnectionString
        );
        connection.Open();
        return connection;
    }
}
