using KiPass.Grains.Database.Postgres;
using KiPass.Tokens;
using Npgsql;

namespace KiPass.Grains.Visits.Stores.Postgres;

/// <summary>Opens and destroys partitions in PostgreSQL, with the role <c>destroyer</c>; the SQL functions check a day's age.</summary>
internal sealed class PostgresVisitPartitions(RegisterSources sources) : IVisitPartitions
{
    public async Task OpenDay(KoreanDay day, CancellationToken cancellationToken)
    {
        await using var connection = await sources.Destroyer.OpenConnectionAsync(cancellationToken);
        await VisitPartitions.Open(connection, day, cancellationToken);
    }

    public async Task CloseDay(KoreanDay day, CancellationToken cancellationToken)
    {
        await using var command = On(day, "SELECT visits.close_day($1)");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<KoreanDay>> DaysHeld(CancellationToken cancellationToken)
    {
        await using var command = sources.Destroyer.CreateCommand("SELECT visits.days_held()");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var result = new List<KoreanDay>();
        while (await reader.ReadAsync(cancellationToken))
        {
            result.Add(KoreanDay.Of(reader.GetFieldValue<DateOnly>(0)));
        }
        return result;
    }

    public async Task<long> CountDay(KoreanDay day, CancellationToken cancellationToken)
    {
        await using var command = On(day, "SELECT visits.count_day($1)");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<long?> DestroyDay(KoreanDay day, CancellationToken cancellationToken)
    {
        await using var command = On(day, "SELECT visits.destroy_day($1)");
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    private NpgsqlCommand On(KoreanDay day, string sql)
    {
        var command = sources.Destroyer.CreateCommand(sql);
        command.With(day);
        return command;
    }
}
