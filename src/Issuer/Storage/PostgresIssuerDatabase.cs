using System.Data.Common;
using KiPass.Hosting.Migrations;
using KiPass.Issuer.Settings;
using Npgsql;

namespace KiPass.Issuer.Storage;

/// <summary>A PostgreSQL database (15 or later) of the issuer's own: the owner migrates, the service's role reads and writes rows.</summary>
internal sealed class PostgresIssuerDatabase(PostgresSettings settings) : IssuerDatabase
{
    // Erasing rows does not erase their bytes before a vacuum; these tables hold what names a person.
    private const string Vacuum = "VACUUM visitor, companion, session, verification, access_notice";

    private const long MigrationLock = 7;

    // True at first: a process that ended may have left its erasures behind.
    private bool hasErased = true;

    private readonly NpgsqlDataSource app = NpgsqlDataSource.Create(settings.App!);

    public override void Migrate()
    {
        var variables = new Dictionary<string, string> { ["app"] = new NpgsqlConnectionStringBuilder(settings.App).Username! };
        (SchemaOf("postgres") with { Variables = variables }).Apply(new PostgresStore(settings.Owner!, MigrationLock));
    }

    public override Task AfterErasure(CancellationToken cancellationToken)
    {
        Volatile.Write(ref hasErased, true);
        return Task.CompletedTask;
    }

    public override async Task Reclaim(CancellationToken cancellationToken)
    {
        if (!Interlocked.Exchange(ref hasErased, false))
        {
            return;
        }
        await using var owner = NpgsqlDataSource.Create(settings.Owner!);
        await using var command = owner.CreateCommand(Vacuum);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override ValueTask DisposeAsync() => app.DisposeAsync();

    protected override async Task<DbConnection> Connect(CancellationToken cancellationToken) =>
        await app.OpenConnectionAsync(cancellationToken);

    public override Task Exclude(DatabaseSession session, long number, CancellationToken cancellationToken) =>
        session.Execute("SELECT pg_advisory_xact_lock(@number)", cancellationToken, ("number", number));
}
