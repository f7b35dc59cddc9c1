using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using KiPass.Tokens.Audit;

namespace KiPass.Hosting.Audit;

/// <summary>
/// Reads and writes the table of a hash chain in SQL that both PostgreSQL and SQLite support. The caller must serialize
/// concurrent writers with a lock or the unique key of the record number.
/// </summary>
/// <param name="table">Table name.</param>
/// <param name="textColumn">Column of <see cref="AuditRecord.Text"/>. The other columns are <c>number</c> and <c>hash</c>.</param>
public sealed class ChainTable(string table, string textColumn)
{
    private const int PageSize = 1000;

    /// <summary>Returns the head after the last record.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="transaction">The caller's transaction, if any.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<ChainHead> Head(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, transaction, $"SELECT number, hash FROM {table} ORDER BY number DESC LIMIT 1");
        return await ReadHead(command, cancellationToken) ?? ChainHead.Empty;
    }

    /// <summary>Returns the head after the record with this column value, or null if there is no such record.</summary>
    public async Task<ChainHead?> HeadWhere(DbConnection connection, string column, string value, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            null,
            $"SELECT number, hash FROM {table} WHERE {column} = @value",
            ("@value", DbType.String, value)
        );
        return await ReadHead(command, cancellationToken);
    }

    /// <summary>Appends a record.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="transaction">The caller's transaction, if any.</param>
    /// <param name="record">The next record.</param>
    /// <param name="more">Additional text columns.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>False if another writer took the number, or a unique value already exists.</returns>
    public async Task<bool> TryInsert(
        DbConnection connection,
        DbTransaction? transaction,
        AuditRecord record,
        IReadOnlyDictionary<string, string?> more,
        CancellationToken cancellationToken
    )
    {
        var columns = string.Concat(more.Keys.Select(column => $", {column}"));
        var values = string.Concat(more.Keys.Select(column => $", @{column}"));
        await using var command = Command(
            connection,
            transaction,
            $"INSERT INTO {table} (number, {textColumn}, hash{columns}) VALUES (@number, @text, @hash{values}) ON CONFLICT DO NOTHING",
            [
                ("@number", DbType.Int64, record.Number),
                ("@text", DbType.String, record.Text),
                ("@hash", DbType.String, record.Hash),
                .. more.Select(pair => ($"@{pair.Key}", DbType.String, (object?)pair.Value)),
            ]
        );
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Reads the records after a number, in order, to verify or display the chain.</summary>
    /// <param name="connection">An open connection, used until the enumeration ends.</param>
    /// <param name="after"><see cref="long.MinValue"/> to read all records, including those with invalid numbers.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async IAsyncEnumerable<AuditRecord> Read(
        DbConnection connection,
        long after,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        while (true)
        {
            var page = await Page(connection, after, cancellationToken);
            foreach (var record in page)
            {
                yield return record;
                after = record.Number;
            }
            if (page.Count < PageSize)
            {
                yield break;
            }
        }
    }

    private async Task<List<AuditRecord>> Page(DbConnection connection, long after, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            null,
            $"SELECT number, {textColumn}, hash FROM {table} WHERE number > @after ORDER BY number LIMIT @size",
            ("@after", DbType.Int64, after),
            ("@size", DbType.Int64, (long)PageSize)
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<AuditRecord>();
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(new AuditRecord(reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        }
        return page;
    }

    private static async Task<ChainHead?> ReadHead(DbCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new ChainHead(reader.GetInt64(0), reader.GetString(1)) : null;
    }

    private static DbCommand Command(
        DbConnection connection,
        DbTransaction? transaction,
        string sql,
        params ReadOnlySpan<(string Name, DbType Type, object? Value)> values
    )
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, type, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.DbType = type;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
