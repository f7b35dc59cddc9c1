using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Grains.Database;

/// <summary>Classifies database errors for logs: codes only, because a message can contain data of a row.</summary>
internal static class StoreErrors
{
    /// <summary>Whether an exception is an expected failure of a store: unreachable, full, damaged, access denied or cancelled.</summary>
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
