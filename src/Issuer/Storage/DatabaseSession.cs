using System.Data.Common;
using Npgsql;

namespace KiPass.Issuer.Storage;

/// <summary>A database connection, with or without a transaction.</summary>
/// <param name="turn">Disposed when the session ends.</param>
internal sealed class DatabaseSession(DbConnection connection, DbTransaction? transaction, IDisposable? turn = null) : IAsyncDisposable
{
    /// <summary>The connection, for the audit chain, whose SQL is shared with other programs.</summary>
    public DbConnection Connection => connection;

    /// <summary>The transaction of <see cref="Connection"/>; null: every statement commits.</summary>
    public DbTransaction? Transaction => transaction;

    /// <summary>Whether a parameter can be an array.</summary>
    public bool SupportsArrays => connection is NpgsqlConnection;

    /// <summary>Runs a statement and returns the number of changed rows.</summary>
    public async Task<int> Execute(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The first row, converted by <paramref name="read"/>; default if there is none.</summary>
    public async Task<T?> First<T>(
        string sql,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] values
    ) => (await All(sql, read, cancellationToken, values)).FirstOrDefault();

    /// <summary>All rows. Reads to the end, so that an error after the last row is not missed.</summary>
    public async Task<List<T>> All<T>(
        string sql,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] values
    )
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }
        return rows;
    }

    public Task Commit(CancellationToken cancellationToken) => transaction!.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (transaction is not null)
        {
            await transaction.DisposeAsync();
        }
        await connection.DisposeAsync();
        turn?.Dispose();
    }

    private DbCommand Command(string sql, (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}

internal static class Rows
{
    public static byte[] Bytes(this DbDataReader row, int column) => (byte[])row.GetValue(column);

    public static byte[]? BytesOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Bytes(column);

    public static DateTimeOffset Time(this DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
