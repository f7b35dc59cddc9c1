using System.Data.Common;
using KiPass.Hosting.Migrations;
using KiPass.Hosting.Settings;

namespace KiPass.Issuer.Storage;

/// <summary>The issuer's database. The same SQL runs on both engines; ids and hashes are bytes, times are milliseconds since 1970.</summary>
internal abstract class IssuerDatabase : IAsyncDisposable
{
    /// <summary>Migrates the schema.</summary>
    /// <exception cref="StartException">The database is not reachable, damaged, or not an issuer's.</exception>
    public abstract void Migrate();

    /// <summary>The scripts of <c>deploy/sql/issuer</c>.</summary>
    protected static Schema SchemaOf(string engine) =>
        new("The issuer's database", new SchemaScripts(typeof(IssuerDatabase).Assembly, $"sql/{engine}/", journalFolder: ""));

    /// <summary>Opens a connection on which every statement commits.</summary>
    public async Task<DatabaseSession> Open(CancellationToken cancellationToken) => new(await Connect(cancellationToken), null);

    /// <summary>Begins a transaction, which is rolled back unless committed.</summary>
    /// <param name="exclusive">Transactions with the same number run one after the other; null for row locks only.</param>
    public async Task<DatabaseSession> Begin(long? exclusive, CancellationToken cancellationToken)
    {
        var turn = await WaitForTurn(cancellationToken);
        DbConnection? connection = null;
        try
        {
            connection = await Connect(cancellationToken);
            var session = new DatabaseSession(connection, await connection.BeginTransactionAsync(cancellationToken), turn);
            if (exclusive is { } number)
            {
                await Exclude(session, number, cancellationToken);
            }
            return session;
        }
        catch
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
            turn?.Dispose();
            throw;
        }
    }

    /// <summary>Called after personal data was deleted and committed: removes the bytes from the files, at once or with the next <see cref="Reclaim"/>.</summary>
    public abstract Task AfterErasure(CancellationToken cancellationToken);

    /// <summary>Removes the remains of deleted rows from the database's files; called hourly.</summary>
    public abstract Task Reclaim(CancellationToken cancellationToken);

    /// <summary>Makes this transaction exclusive among those with the same number, until it ends.</summary>
    public abstract Task Exclude(DatabaseSession session, long number, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected abstract Task<DbConnection> Connect(CancellationToken cancellationToken);

    /// <summary>Waits until a transaction may begin. Its end disposes the result. Null: transactions wait in the database.</summary>
    protected virtual Task<IDisposable?> WaitForTurn(CancellationToken cancellationToken) => Task.FromResult<IDisposable?>(null);
}
