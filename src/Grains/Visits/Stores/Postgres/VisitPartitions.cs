using KiPass.Grains.Database.Postgres;
using KiPass.Tokens;
using Npgsql;

namespace KiPass.Grains.Visits.Stores.Postgres;

/// <summary>Creates the partitions of a day; allowed to both the recorder and the destroyer.</summary>
internal static class VisitPartitions
{
    public static async Task Open(NpgsqlConnection connection, KoreanDay day, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT visits.open_day($1)", connection).With(day);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
