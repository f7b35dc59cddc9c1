using Npgsql;

namespace KiPass.Grains.Database.Postgres;

/// <summary>
/// Reads whose result is passed on as a confirmation. With synchronous replication, a row can exist on the primary only: its writer was
/// never answered, and the primary crashed and recovered. Confirming such a row would be wrong after the standby is promoted.
/// </summary>
internal static class PostgresReads
{
    /// <summary>
    /// A column that makes the statement's own commit wait until the standby has every row that was found: it writes a few bytes to the
    /// write-ahead log for each. If no row is found, nothing is written and nothing waits.
    /// </summary>
    public const string WaitForStandby = "pg_logical_emit_message(true, 'kipass', '')";

    /// <summary>Reads to the end: rows arrive before the commit, so the commit is confirmed only after the last result.</summary>
    public static async Task ReadToEnd(this NpgsqlDataReader reader)
    {
        while (await reader.NextResultAsync()) { }
    }
}
