using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using KiPass.Tokens.Audit;

namespace KiPass.Hosting.Audit;

/// <summary>
/// The table in which a hash chain is stored, in SQL that PostgreSQL and SQLite share: its last record, a page after another of its records, and the
/// record that comes next. Which of two writers comes first is the caller's matter: a lock, or the number's unique key.
/// </summary>
/// <param name="table">Its name.</param>
/// <param name="textColumn">The column of <see cref="AuditRecord.Text"/>; the others are <c>number</c> and <c>hash</c>.</param>
public sealed class ChainTable(string table, string textColumn)
{
    private const int PageSize = 1000;

    /// <summary>The head after the last record.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="transaction">The caller's, if any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ChainHead> Head(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, transaction, $"SELECT number, hash FROM {table} ORDER BY number DESC LIMIT 1");
        return await ReadHead(command, cancellationToken) ?? ChainHead.Empty;
    }

    /// <summary>The head after the record whose column has this value; null when there is none.</summary>
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

    /// <summary>Stores a record.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="transaction">The caller's, if any.</param>
    /// <param name="record">The record that comes next.</param>
    /// <param name="more">Further columns of text.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False: another writer took the number, or a value that is unique.</returns>
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

    /// <summary>The records after a number, in order: to verify the chain, or to show it.</summary>
    /// <param name="connection">Open; belongs to the reader until its end.</param>
    /// <param name="after"><see cref="long.MinValue"/>: all, also those that no chain has.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
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
