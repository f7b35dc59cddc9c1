using System.Data.Common;
using KiPass.Hosting.Migrations;
using KiPass.Hosting.Settings;

namespace KiPass.Issuer.Storage;

/// <summary>The issuer's own database: one set of SQL for both engines; ids and hashes are bytes, times are milliseconds.</summary>
internal abstract class IssuerDatabase : IAsyncDisposable
{
    /// <summary>Brings the tables up to date.</summary>
    /// <exception cref="StartException">The database is away, damaged or not ours.</exception>
    public abstract void Migrate();

    /// <summary>The scripts of <c>deploy/sql/issuer</c>.</summary>
    protected static Schema SchemaOf(string engine) =>
        new("The issuer's database", new SchemaScripts(typeof(IssuerDatabase).Assembly, $"sql/{engine}/", journalFolder: ""));

    /// <summary>A connection on which each statement commits by itself.</summary>
    public async Task<DatabaseSession> Open(CancellationToken cancellationToken) => new(await Connect(cancellationToken), null);

    /// <summary>A connection with a transaction, rolled back unless committed.</summary>
    /// <param name="exclusive">Transactions with the same number run one after the other; null: only rows that both touch order them.</param>
    public async Task<DatabaseSession> Begin(long? exclusive, CancellationToken cancellationToken)
    {
        var connection = await Connect(cancellationToken);
        try
        {
            var session = new DatabaseSession(connection, await connection.BeginTransactionAsync(cancellationToken));
            if (exclusive is { } number)
            {
                await Exclude(session, number, cancellationToken);
            }
            return session;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Called after rows of a person were deleted and committed: the bytes go at once, or with the next <see cref="Reclaim"/>.</summary>
    public abstract Task AfterErasure(CancellationToken cancellationToken);

    /// <summary>Removes what deleted rows left in the database's files, if anything; called hourly.</summary>
    public abstract Task Reclaim(CancellationToken cancellationToken);

    /// <summary>Makes the rest of this transaction wait for those with the same number.</summary>
    public abstract Task Exclude(DatabaseSession session, long number, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected abstract Task<DbConnection> Connect(CancellationToken cancellationToken);
}
