using System.Runtime.CompilerServices;
using KiPass.Grains.Database;
using KiPass.Hosting.Audit;
using KiPass.Tokens.Audit;

namespace KiPass.Grains.Audit;

/// <summary>
/// The register's audit log (감사 기록): hash-chained, append-only, on the database of grain state. Order ids, days and counts; never a
/// person, a ticket or a facility's visitors.
/// </summary>
internal sealed class AuditLog(RegisterDatabase database, TimeProvider time)
{
    private const int MaxTries = 100;
    private const string Once = "once";

    private static readonly ChainTable Chain = new("audit_entry", textColumn: "text");

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
                if (once is not null && await Chain.HeadWhere(connection, Once, once, cancellationToken) is { } recorded)
                {
                    return recorded;
                }
                var record = AuditChain.Append(await Chain.Head(connection, null, cancellationToken), time.GetUtcNow(), kind, facts);
                // Refused when another writer took the number, or had recorded the same before.
                if (await Chain.TryInsert(connection, null, record, new Dictionary<string, string?> { [Once] = once }, cancellationToken))
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
        return await Chain.Head(connection, null, cancellationToken);
    }

    /// <summary>The records after a number, in order: to verify the chain, or to show it.</summary>
    public async IAsyncEnumerable<AuditRecord> Read(long after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await foreach (var record in Chain.Read(connection, after, cancellationToken))
        {
            yield return record;
        }
    }
}
