using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Grains.Database;

/// <summary>What may be logged of a store's error: codes only, because its message may quote a row.</summary>
internal static class StoreErrors
{
    /// <summary>Whether a store may fail so: it is away, full, damaged, not allowed, or refuses.</summary>
    public static bool IsOfStore(Exception e) =>
        e is DbException or IOException or UnauthorizedAccessException or TimeoutException or OperationCanceledException;

    public static string Code(Exception e) =>
        e switch
        {
            PostgresException postgres => $"PostgreSQL {postgres.SqlState}",
            SqliteException sqlite => $"SQLite {sqlite.SqliteExtendedErrorCode}",
            _ => e.GetType().Name,
        };
}
