using System.Data.Common;
using DbUp;
using KiPass.Issuer.Settings;
using Npgsql;

namespace KiPass.Issuer.Storage;

/// <summary>A PostgreSQL database (15 or later) of the issuer's own: the owner migrates, the service's role reads and writes rows.</summary>
internal sealed class PostgresIssuerDatabase(PostgresSettings settings) : IssuerDatabase
{
    // Erasing rows does not erase their bytes before a vacuum; these tables hold what names a person.
    private const string Vacuum = "VACUUM visitor, companion, session, verification, access_notice";

    // True at first: a process that ended may have left its erasures behind.
    private bool hasErased = true;

    private readonly NpgsqlDataSource app = NpgsqlDataSource.Create(settings.App!);

    public override void Migrate()
    {
        try
        {
            // Two processes may start at once: the second waits until the first has migrated.
            var alone = new NpgsqlConnectionStringBuilder(settings.Owner) { Pooling = false };
            using var turn = new NpgsqlConnection(alone.ConnectionString);
            turn.Open();
            using var wait = new NpgsqlCommand("SELECT pg_advisory_lock(7)", turn);
            wait.ExecuteNonQuery();
            var engine = DeployChanges
                .To.PostgresqlDatabase(settings.Owner)
                .WithScripts(Scripts.Of("postgres"))
                .WithVariable("app", new NpgsqlConnectionStringBuilder(settings.App).Username)
                .WithTransactionPerScript()
                .LogToNowhere()
                .Build();
            Scripts.RequireKnown(engine);
            var upgrade = engine.PerformUpgrade();
            if (!upgrade.Successful)
            {
                throw upgrade.Error;
            }
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new StartException($"The issuer's database cannot be used: {e.Message.ReplaceLineEndings(" ")}", e);
        }
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
