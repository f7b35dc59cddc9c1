using KiPass.Tokens.Audit;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Store;

/// <summary>
/// Changes of the authority's store and the audit entries (감사 기록) about them: both or neither. Entries hold ids of orders, cases and
/// staff, codes and counts; never a person or a place of a case.
/// </summary>
internal sealed class Ledger(IDbContextFactory<AuthorityDatabase> databases, TimeProvider time)
{
    // Any number will do, as long as nobody else on this database takes it.
    private const long ChainLock = 0x4B69_5061_7373_0007;

    /// <summary>Runs one change in a transaction that excludes all others.</summary>
    /// <param name="change">Changes rows and notes what it did; what it answers is answered.</param>
    /// <returns>What the change answered, after the commit; <paramref name="overtaken"/> when another changed the same row meanwhile.</returns>
    public async Task<T> Change<T>(Func<Entries, Task<T>> change, T overtaken, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (database.Database.IsNpgsql())
        {
            await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({ChainLock})", cancellationToken);
        }
        var entries = new Entries(database, time, await Head(database, cancellationToken));
        try
        {
            var answer = await change(entries);
            await database.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return answer;
        }
        catch (DbUpdateConcurrencyException)
        {
            return overtaken;
        }
    }

    /// <summary>Notes something that changes nothing else, such as a look or a refusal; returns after the commit.</summary>
    public Task<bool> Note(string kind, Guid? caseId, params (string Name, string Value)[] facts) =>
        Change(
            entries =>
            {
                entries.Note(kind, caseId, facts);
                return Task.FromResult(true);
            },
            overtaken: false
        );

    /// <summary>The end of the chain.</summary>
    public async Task<ChainHead> Head(CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await Head(database, cancellationToken);
    }

    private static async Task<ChainHead> Head(AuthorityDatabase database, CancellationToken cancellationToken) =>
        await database.Audit.AsNoTracking().OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancellationToken) is { } last
            ? new ChainHead(last.Number, last.Hash)
            : ChainHead.Empty;

    /// <summary>The rows of one change, and the entries that it adds to the chain.</summary>
    internal sealed class Entries(AuthorityDatabase database, TimeProvider time, ChainHead head)
    {
        /// <summary>The end of the chain with the entries noted so far.</summary>
        public ChainHead Head { get; private set; } = head;

        public AuthorityDatabase Rows => database;

        public DateTimeOffset Now { get; } = time.GetUtcNow();

        /// <summary>Adds an entry.</summary>
        /// <param name="kind">A stable word, such as <c>order-approved</c>.</param>
        /// <param name="caseId">The case that it is about.</param>
        /// <param name="facts">Names once each.</param>
        public void Note(string kind, Guid? caseId, params (string Name, string Value)[] facts)
        {
            var record = AuditChain.Append(Head, Now, kind, facts.Select(fact => KeyValuePair.Create(fact.Name, fact.Value)));
            Head = ChainHead.After(record);
            database.Audit.Add(
                new AuditRow
                {
                    Number = record.Number,
                    Text = record.Text,
                    Hash = record.Hash,
                    CaseId = caseId,
                }
            );
        }
    }
}
