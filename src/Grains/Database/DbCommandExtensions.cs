using System.Data.Common;
using System.Globalization;

namespace KiPass.Grains.Database;

/// <summary>Statements for both PostgreSQL and SQLite, with named parameters.</summary>
internal static class DbCommandExtensions
{
    public static DbCommand Command(this DbConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.With(values);
    }

    public static DbCommand With(this DbCommand command, params (string Name, object? Value)[] values)
    {
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    public static async Task<List<T>> Read<T>(this DbCommand command, Func<DbDataReader, T> row, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
        }
        return rows;
    }

    /// <summary>Parameter names for an <c>IN</c> list (<c>@v0, @v1, …</c>): SQLite has no array parameters.</summary>
    public static string ParameterNames(int count) =>
        string.Join(", ", Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"@v{i}")));

    public static DateTimeOffset Time(this DbDataReader reader, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    public static DateTimeOffset? MaybeTime(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);
}
