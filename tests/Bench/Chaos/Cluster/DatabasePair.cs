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
