using KiPass.Grains.Database.Postgres;
using KiPass.Tokens;
using Npgsql;

namespace KiPass.Grains.Visits.Stores.Postgres;

/// <summary>What both the door and the keeper may do with a day's partitions: make sure that they exist.</summary>
internal static class VisitPartitions
{
    public static async Task Open(NpgsqlConnection connection, KoreanDay day, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT visits.open_day($1)", connection).With(day);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
