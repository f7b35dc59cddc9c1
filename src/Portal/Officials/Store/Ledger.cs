using KiPass.Portal.Shared.Accounts;
using KiPass.Tokens.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace KiPass.Portal.Officials.Store;

/// <summary>
/// Commits a change to the authority's store and its audit entries (감사 기록) in one transaction. Entries contain ids of orders, cases and
/// staff, codes and counts. They never contain a person or a place of a case.
/// </summary>
internal sealed class Ledger(IDbContextFactory<AuthorityDatabase> databases, TimeProvider time)
{
    // An arbitrary number that no other advisory lock in this database uses.
    private const long ChainLock = 0x4B69_5061_7373_0007;

    /// <summary>Runs a change in a transaction. Changes run one at a time.</summary>
    /// <param name="change">Changes rows and adds audit entries. Its return value is passed on to the caller.</param>
    /// <returns>
    /// The result of the change, after the commit; <paramref name="overtaken"/> if the same row was changed concurrently.
    /// </returns>
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

    /// <summary>Records an event that changes no other data, such as a view or a refusal. Returns after the commit.</summary>
    public Task<bool> Note(string kind, Guid? caseId, params (string Name, string Value)[] facts) =>
        Change(
            entries =>
            {
                entries.Note(kind, caseId, facts);
                return Task.FromResult(true);
            },
            overtaken: false
        );

    /// <summary>The current head of the chain.</summary>
    public async Task<ChainHead> Head(CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await Head(database, cancellationToken);
    }

    private static async Task<ChainHead> Head(AuthorityDatabase database, CancellationToken cancellationToken) =>
        await database.Audit.AsNoTracking().OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancellationToken) is { } last
            ? new ChainHead(last.Number, last.Hash)
            : ChainHead.Empty;

    /// <summary>The rows of one change and the audit entries that it appends.</summary>
    internal sealed class Entries(AuthorityDatabase database, TimeProvider time, ChainHead head)
    {
        /// <summary>The chain head, including the entries added so far.</summary>
        public ChainHead Head { get; private set; } = head;

        public AuthorityDatabase Rows => database;

        public DateTimeOffset Now { get; } = time.GetUtcNow();

        /// <summary>
        /// Opens the accounts, which are in the same database, in the transaction of this change. The caller saves its changes and disposes
        /// of the context.
        /// </summary>
        public async Task<AccountsDatabase> Accounts()
        {
            var connection = database.Database.GetDbConnection();
            var options = new DbContextOptionsBuilder<AccountsDatabase>();
            var accounts = new AccountsDatabase(
                (database.Database.IsNpgsql() ? options.UseNpgsql(connection) : options.UseSqlite(connection)).Options
            );
            await accounts.Database.UseTransactionAsync(database.Database.CurrentTransaction!.GetDbTransaction());
            return accounts;
        }

        /// <summary>Appends an audit entry.</summary>
        /// <param name="kind">A stable identifier, such as <c>order-approved</c>.</param>
        /// <param name="caseId">The related case; null if there is none.</param>
        /// <param name="facts">Names and values. Each name occurs once.</param>
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
