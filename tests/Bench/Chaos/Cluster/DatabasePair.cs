using KiPass.Testing;

namespace KiPass.Bench.Chaos.Cluster;

/// <summary>A primary and a standby that every commit waits for, each on a disk of its own.</summary>
internal sealed class DatabasePair : IAsyncDisposable
{
    private static readonly string[] Settings =
    [
        "max_wal_size = 256MB",
        "min_wal_size = 80MB",
        "wal_keep_size = 128MB",
        "wal_retrieve_retry_interval = 200ms",
        "shared_buffers = 64MB",
    ];

    private const string CountVisits = "SELECT count(*) FROM visits.visit";

    private readonly SmallDisk[] disks = [new(), new()];
    private readonly PostgresServer[] servers = new PostgresServer[2];
    private int primary;

    private DatabasePair() { }

    /// <summary>Both, in an order that does not change.</summary>
    public IReadOnlyList<PostgresServer> Servers => servers;

    public PostgresServer Primary => servers[primary];

    /// <summary>The primary's disk.</summary>
    public SmallDisk Disk => disks[primary];

    public static async Task<DatabasePair> Start()
    {
        var pair = new DatabasePair();
        try
        {
            pair.servers[0] = await PostgresServer.StartIn(Path.Combine(pair.disks[0].Path, "server"), Settings);
            pair.servers[1] = await PostgresServer.StandbyOf(pair.servers[0], Path.Combine(pair.disks[1].Path, "server"));
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>The primary dies for good, and only then the standby takes its place: never two that take writes.</summary>
    public async Task Fail()
    {
        await Primary.Stop("immediate");
        primary = 1 - primary;
        await Primary.Promote();
    }

    /// <summary>
    /// The primary crashes while the standby is down, and is back alone for a moment, with rows whose commit nobody confirmed. Then it dies for
    /// good, and the standby, which never got them, takes its place.
    /// </summary>
    /// <param name="down">Lasts as long as the standby is down before the crash.</param>
    /// <param name="alone">Lasts as long as the primary is back.</param>
    /// <returns>How many visits only the primary had.</returns>
    public async Task<long> FailAfterCrash(string database, Func<Task> down, Func<Task> alone)
    {
        var standby = servers[1 - primary];
        await standby.Stop("immediate");
        await down();
        await Primary.Stop("immediate");
        await Primary.StartAgain();
        await alone();
        var seen = (long)(await Primary.Ask(CountVisits, database))!;
        await Primary.Stop("immediate");
        await standby.StartAgain();
        primary = 1 - primary;
        await Primary.Promote();
        // New visits came to it meanwhile only if a silo was very quick; they make the figure smaller.
        return seen - (long)(await Primary.Ask(CountVisits, database))!;
    }

    /// <summary>The server that died comes back empty and follows the other.</summary>
    public Task Rebuild() => servers[1 - primary].Follow(Primary);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers.Where(server => server is not null))
        {
            await server.DisposeAsync();
        }
        foreach (var disk in disks)
        {
            disk.Dispose();
        }
    }
}
