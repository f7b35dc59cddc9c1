using KiPass.Grains.Database;
using KiPass.Tokens;
using Microsoft.Data.Sqlite;

namespace KiPass.Grains.Visits.Stores.Sqlite;

/// <summary>
/// The files of the visit log, one a Korean day of the slot: <c>visits/visits-YYYY-MM-DD.db</c>. One writer at a time, which keeps the
/// files of the days it writes open; readers open their own connection and close it.
/// </summary>
internal sealed class VisitFiles(DatabaseOptions options) : IDisposable
{
    private const string Prefix = "visits-";
    private const string Suffix = ".db";
    private const int OpenLimit = 4;

    private static readonly Lazy<string> Schema = new(() =>
    {
        using var stream = typeof(VisitFiles).Assembly.GetManifestResourceStream("sql/sqlite/day/visits.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    private readonly Dictionary<KoreanDay, SqliteConnection> open = [];

    /// <summary>Held while writing, opening and destroying.</summary>
    public Lock Writing { get; } = new();

    private string Folder { get; } = Path.Combine(options.Data, "visits");

    /// <summary>The connection that writes a day; the file is made when absent. Only with <see cref="Writing"/> held.</summary>
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
            // FULL: a commit returns when the bytes are on the disk.
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
            Execute(connection, Schema.Value);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        open.Add(day, connection);
        return connection;
    }

    /// <summary>Forgets the connection of a day after an error. Only with <see cref="Writing"/> held.</summary>
    public void Close(KoreanDay day)
    {
        if (open.Remove(day, out var connection))
        {
            connection.Dispose();
        }
    }

    /// <summary>A connection of one's own that only reads; null when the day has no file.</summary>
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
            // Destroyed meanwhile.
            connection.Dispose();
            return null;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Days of which any byte is stored, also in a write-ahead log that a crash left behind.</summary>
    public IReadOnlyList<KoreanDay> Days() =>
        Directory.Exists(Folder)
            ? [.. Directory.EnumerateFiles(Folder, $"{Prefix}*{Suffix}*").Select(DayOf).OfType<KoreanDay>().Distinct().Order()]
            : [];

    /// <summary>Removes the files of a day. Only with <see cref="Writing"/> held.</summary>
    public void Delete(KoreanDay day)
    {
        Close(day);
        var path = PathOf(day);
        // The database itself last: after a crash in the middle the day still counts as held, and is deleted again.
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

    // Not pooled: a pooled connection would keep the bytes of a deleted file on the disk.
    private string Text(KoreanDay day, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = PathOf(day),
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 2,
        }.ConnectionString;

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
