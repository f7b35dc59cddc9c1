using System.Data.Common;
using KiPass.Bench.Running;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Bench.Chaos;

/// <summary>Reads the whole visit log directly from the database to verify what is stored.</summary>
internal static class VisitTable
{
    private const string Columns = "v.token_id, scan_id, device_id, facility_id";

    public static async Task<IReadOnlyDictionary<Guid, StoredVisit>> Read(BenchRegister register)
    {
        var visits = new Dictionary<Guid, StoredVisit>();
        if (register.Postgres is { } postgres)
        {
            await using var connection = new NpgsqlConnection(postgres.ConnectionString(register.Database));
            await ReadAll(connection, $"SELECT {Columns}, entered_at, u.token_id FROM visits.visit v {Join("visits.")}", visits);
        }
        else
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(register.Data, "visits"), "*.db"))
            {
                await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
                await ReadAll(connection, $"SELECT {Columns}, entered_at_ms, u.token_id FROM visit v {Join("")}", visits);
            }
        }
        return visits;
    }

    private static async Task ReadAll(DbConnection connection, string sql, Dictionary<Guid, StoredVisit> visits)
    {
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            visits.Add(
                Id(rows.GetValue(0)),
                new StoredVisit(Id(rows.GetValue(1)), Id(rows.GetValue(2)), Id(rows.GetValue(3)), Time(rows.GetValue(4)), !rows.IsDBNull(5))
            );
        }
    }

    private static string Join(string schema) =>
        $"LEFT JOIN {schema}voided u ON u.slot = v.slot AND u.issuer = v.issuer AND u.token_id = v.token_id";

    private static Guid Id(object value) =>
        value switch
        {
            Guid id => id,
            byte[] bytes => new Guid(bytes, bigEndian: true),
            _ => throw new InvalidOperationException($"An id stored as {value.GetType()}."),
        };

    private static DateTimeOffset Time(object value) =>
        value switch
        {
            DateTime time => new DateTimeOffset(time),
            long milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
            _ => throw new InvalidOperationException($"A time stored as {value.GetType()}."),
        };
}
