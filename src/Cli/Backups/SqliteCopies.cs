using Microsoft.Data.Sqlite;

namespace KiPass.Cli.Backups;

/// <summary>Copies of SQLite files while programs write them.</summary>
internal static class SqliteCopies
{
    private static readonly string[] AuditTables = ["audit_entry", "audit", "trace_audit"];

    /// <summary>
    /// One consistent state of a database in a new file. <c>VACUUM INTO</c> and not the backup API: a page that was freed by a deletion does not
    /// come along.
    /// </summary>
    /// <returns>False when the file is gone: a day that was destroyed meanwhile.</returns>
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

    /// <summary>How many entries a database's audit log has; null when it has none.</summary>
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
