using Npgsql;

namespace KiPass.Grains.Database.Postgres;

/// <summary>
/// Reads whose answer is passed on as a confirmation. Where every commit waits for a standby, a row may be on the primary alone: its writer
/// waited in vain, and the primary crashed and came back. Whoever confirms it by reading it confirms what the promotion of the standby loses.
/// </summary>
internal static class PostgresReads
{
    /// <summary>
    /// A column that makes the statement's own commit wait until the standby has every row that it found: for each, a record of a few bytes
    /// goes to the write-ahead log. Nothing found, nothing written, no wait.
    /// </summary>
    public const string WaitForStandby = "pg_logical_emit_message(true, 'kipass', '')";

    /// <summary>Rows come before the commit: only when the reader has been read to its very end has the server confirmed it.</summary>
    public static async Task ReadToEnd(this NpgsqlDataReader reader)
    {
        while (await reader.NextResultAsync()) { }
    }
}
