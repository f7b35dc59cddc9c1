using KiPass.Grains.Database;
using KiPass.Hosting.Settings;
using KiPass.Tokens;
using Microsoft.Data.Sqlite;

namespace KiPass.Grains.Visits.Stores.Sqlite;

/// <summary>
/// The files of the visit log, one per Korean day of the slot: <c>visits/visits-YYYY-MM-DD.db</c>. There is one writer at a time, which
/// keeps its files open; each reader opens and closes its own connection.
/// </summary>
internal sealed class VisitFiles(DatabaseOptions options) : IDisposable
{
    private const string Prefix = "visits-";
    private const string Suffix = ".db";
    private const int OpenLimit = 4;
    private const int PassVersion = 2;

    private static readonly Lazy<string> Schema = new(() =>
    {
        using var stream = typeof(VisitFiles).Assembly.GetManifestResourceStream("sql/sqlite/day/visits.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    private readonly Dictionary<KoreanDay, SqliteConnection> open = [];

    /// <summary>Must be held while writing, opening and destroying.</summary>
    public Lock Writing { get; } = new();

    private string Folder { get; } = Path.Combine(options.Data, "visits");

    /// <summary>Refuses files that hold pseudonyms of pass version 1, which no issuer can open any more (docs/adr/0020).</summary>
    /// <exception cref="StartException">A day was written by a register of version 1.</exception>
    public void RefuseVersion1()
    {
        foreach (var day in Days())
        {
            if (FormatOf(day) is 0)
            {
                throw new StartException(
                    $"The visit log holds visits of pass version 1, of {day} for example. Start this version with an empty data folder, and keep the earlier version for traces until the visits are destroyed ({Folder})."
                );
            }
        }
    }

    /// <summary>The connection for writing a day; creates the file if necessary. Requires <see cref="Writing"/>.</summary>
    public SqliteConnection Writer(KoreanDay day)
    {
        if (open.TryGetValue(day, out var known))
        {
            return known;
        }
        while (open.Count >= OpenLimit)
        {
            Close(open.Keys.Min());
        }
        CreateFolder();
        var connection = new SqliteConnection(Text(day, SqliteOpenMode.ReadWriteCreate));
        try
        {
            connection.Open();
            // FULL: a commit returns after the data is on the disk.
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
            Execute(connection, Schema.Value);
            Execute(connection, $"PRAGMA user_version = {PassVersion};");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        open.Add(day, connection);
        return connection;
    }

    /// <summary>Closes the connection of a day, for example after an error. Requires <see cref="Writing"/>.</summary>
    public void Close(KoreanDay day)
    {
        if (open.Remove(day, out var connection))
        {
            connection.Dispose();
        }
    }

    /// <summary>A new read-only connection; null when the day has no file.</summary>
    public SqliteConnection? Reader(KoreanDay day)
    {
        if (!File.Exists(PathOf(day)))
        {
            return null;
        }
        var connection = new SqliteConnection(Text(day, SqliteOpenMode.ReadOnly));
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException) when (!File.Exists(PathOf(day)))
        {
            // Destroyed in the meantime.
            connection.Dispose();
            return null;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Days with any stored data, including a write-ahead log left by a crash.</summary>
    public IReadOnlyList<KoreanDay> Days() =>
        Directory.Exists(Folder)
            ? [.. Directory.EnumerateFiles(Folder, $"{Prefix}*{Suffix}*").Select(DayOf).OfType<KoreanDay>().Distinct().Order()]
            : [];

    /// <summary>Deletes the files of a day. Requires <see cref="Writing"/>.</summary>
    public void Delete(KoreanDay day)
    {
        Close(day);
        var path = PathOf(day);
        // The database is deleted last: after a crash in between, the day still counts as stored and is deleted again.
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        File.Delete(path);
    }

    public void Dispose()
    {
        lock (Writing)
        {
            foreach (var day in open.Keys.ToList())
            {
                Close(day);
            }
        }
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
        }
        else
        {
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static KoreanDay? DayOf(string path)
    {
        var name = Path.GetFileName(path);
        var end = name.IndexOf(Suffix, StringComparison.Ordinal);
        return KoreanDay.TryParse(name[Prefix.Length..end], null, out var day) ? day : null;
    }

    private string PathOf(KoreanDay day) => Path.Combine(Folder, $"{Prefix}{day}{Suffix}");

    // Not pooled: a pooled connection would keep a deleted file on the disk.
    private string Text(KoreanDay day, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = PathOf(day),
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 2,
        }.ConnectionString;

    // Null for a file that is too damaged to be read; it must still be destroyed in time.
    private long? FormatOf(KoreanDay day)
    {
        try
        {
            using var connection = Reader(day);
            using var command = connection?.Command("PRAGMA user_version");
            return (long?)command?.ExecuteScalar();
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
