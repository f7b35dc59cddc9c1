using Microsoft.Data.Sqlite;

namespace KiPass.Grains.Visits.Stores.Sqlite;

/// <summary>Value formats in a day's file: identifiers as 16 bytes big endian, times as integers since 1970-01-01 UTC.</summary>
internal static class SqliteValues
{
    public static SqliteCommand Command(this SqliteConnection connection, string sql, params (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }
        return command;
    }

    public static (string, object)[] Of(TokenKey token) =>
        [("$slot", token.Slot), ("$issuer", (int)token.Issuer), ("$token", Bytes(token.TokenId.Value))];

    public static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    public static long Milliseconds(DateTimeOffset time) => Recordings.ToMillisecond(time).ToUnixTimeMilliseconds();

    public static long Microseconds(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static Guid Id(this SqliteDataReader reader, int column)
    {
        Span<byte> bytes = stackalloc byte[16];
        using var stream = reader.GetStream(column);
        stream.ReadExactly(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    public static DateTimeOffset FromMilliseconds(this SqliteDataReader reader, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    public static DateTimeOffset FromMicroseconds(this SqliteDataReader reader, int column) =>
        DateTimeOffset.UnixEpoch.AddTicks(reader.GetInt64(column) * TimeSpan.TicksPerMicrosecond);
}
