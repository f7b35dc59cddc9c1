using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using KiPass.Grains.Database;
using KiPass.Tokens.Audit;

namespace KiPass.Grains.Audit;

/// <summary>
/// The register's audit log (감사 기록): hash-chained, append-only, on the database of grain state. Order ids, days and counts; never a
/// person, a pseudonym or a facility's visitors.
/// </summary>
internal sealed class AuditLog(RegisterDatabase database, TimeProvider time)
{
    private const int PageSize = 1000;
    private const int MaxTries = 100;

    /// <summary>Appends an entry; returns after the commit.</summary>
    /// <param name="once">What must be recorded at most once, for example the id of an order's step; null: each time.</param>
    /// <returns>The head after the entry, also when it had been recorded before; null when the database did not answer: perhaps recorded.</returns>
    public async Task<ChainHead?> Append(
        string kind,
        IReadOnlyDictionary<string, string> facts,
        string? once = null,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            for (var tries = 0; tries < MaxTries; tries++)
            {
                if (once is not null && await Recorded(connection, once, cancellationToken) is { } recorded)
                {
                    return recorded;
                }
                var record = AuditChain.Append(await Head(connection, cancellationToken), time.GetUtcNow(), kind, facts);
                if (await TryInsert(connection, record, once, cancellationToken))
                {
                    return ChainHead.After(record);
                }
            }
            return null;
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            return null;
        }
    }

    /// <summary>The end of the chain.</summary>
    public async Task<ChainHead> Head(CancellationToken cancellationToken = default)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        return await Head(connection, cancellationToken);
    }

    /// <summary>The records after a number, in order: to verify the chain, or to show it.</summary>
    public async IAsyncEnumerable<AuditRecord> Read(long after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
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

    private static async Task<List<AuditRecord>> Page(DbConnection connection, long after, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            "SELECT number, text, hash FROM audit_entry WHERE number > @after ORDER BY number LIMIT @size",
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

    private static async Task<ChainHead> Head(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, "SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1");
        return await ReadHead(command, cancellationToken) ?? ChainHead.Empty;
    }

    private static async Task<ChainHead?> Recorded(DbConnection connection, string once, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            "SELECT number, hash FROM audit_entry WHERE once = @once",
            ("@once", DbType.String, once)
        );
        return await ReadHead(command, cancellationToken);
    }

    private static async Task<ChainHead?> ReadHead(DbCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new ChainHead(reader.GetInt64(0), reader.GetString(1)) : null;
    }

    // False: another writer took the number, or had recorded the same before.
    private static async Task<bool> TryInsert(
        DbConnection connection,
        AuditRecord record,
        string? once,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(
            connection,
            "INSERT INTO audit_entry (number, text, hash, once) VALUES (@number, @text, @hash, @once) ON CONFLICT DO NOTHING",
            ("@number", DbType.Int64, record.Number),
            ("@text", DbType.String, record.Text),
            ("@hash", DbType.String, record.Hash),
            ("@once", DbType.String, (object?)once ?? DBNull.Value)
        );
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private static DbCommand Command(DbConnection connection, string sql, params (string Name, DbType Type, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, type, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.DbType = type;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
