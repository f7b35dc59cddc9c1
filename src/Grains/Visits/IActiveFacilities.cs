using KiPass.Grains.Database.Postgres;
using KiPass.Grains.Visits.Stores.Sqlite;
using KiPass.Tokens;
using Microsoft.Data.Sqlite;

namespace KiPass.Grains.Visits;

/// <summary>Reads from the visit log which facilities had entries on a day; neither who entered nor how many.</summary>
internal interface IActiveFacilities
{
    Task<IReadOnlyCollection<Guid>> On(KoreanDay day, CancellationToken cancellationToken);
}

/// <summary>Reads from PostgreSQL, with the role <c>tracer</c>.</summary>
internal sealed class PostgresActiveFacilities(RegisterSources sources) : IActiveFacilities
{
    private const string Sql = """
        SELECT DISTINCT facility_id FROM visits.visit WHERE slot >= $1 AND slot < $2
        UNION
        SELECT DISTINCT facility_id FROM visits.paper WHERE day = $3
        """;

    public async Task<IReadOnlyCollection<Guid>> On(KoreanDay day, CancellationToken cancellationToken)
    {
        await using var command = sources.Tracer.CreateCommand(Sql);
        command.With(day.Start.ToUnixTimeSeconds());
        command.With(day.End.ToUnixTimeSeconds());
        command.Parameters.Add(new Npgsql.NpgsqlParameter<DateOnly> { TypedValue = day.Date });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(reader.GetGuid(0));
        }
        return found;
    }
}

/// <summary>Reads from the day's SQLite file.</summary>
internal sealed class SqliteActiveFacilities(VisitFiles files) : IActiveFacilities
{
    public async Task<IReadOnlyCollection<Guid>> On(KoreanDay day, CancellationToken cancellationToken)
    {
        var found = new HashSet<Guid>();
        await using var connection = files.Reader(day);
        if (connection is null)
        {
            return found;
        }
        await using var command = new SqliteCommand("SELECT facility_id FROM visit UNION SELECT facility_id FROM paper", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new Guid((byte[])reader.GetValue(0), bigEndian: true));
        }
        return found;
    }
}
