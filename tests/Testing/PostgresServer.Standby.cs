using System.Globalization;
using Npgsql;

namespace KiPass.Testing;

/// <summary>Streaming replication: a standby server that can be promoted.</summary>
public sealed partial class PostgresServer
{
    /// <summary>Creates a standby of a running server in its own folder; see <see cref="Follow"/>.</summary>
    public static async Task<PostgresServer> StandbyOf(PostgresServer primary, string folder)
    {
        Directory.CreateDirectory(folder);
        var server = new PostgresServer(folder, primary.binaries, FreePorts.Next());
        if (Environment.IsPrivilegedProcess)
        {
            await Run("chown", ["postgres", folder]);
        }
        await server.Follow(primary);
        return server;
    }

    /// <summary>
    /// Replaces this stopped server's data with a copy of a running server and starts replication. Returns when replication is streaming
    /// and synchronous: from then on, every commit is on both servers.
    /// </summary>
    public async Task Follow(PostgresServer primary)
    {
        if (Directory.Exists(Data))
        {
            Directory.Delete(Data, recursive: true);
        }
        var port = primary.Port.ToString(CultureInfo.InvariantCulture);
        await AsPostgres("pg_basebackup", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-D", Data, "-X", "stream", "-c", "fast", "-R");
        // The copied file contains the other server's port and folder. The last line takes precedence.
        await File.AppendAllLinesAsync(Path.Combine(Data, "postgresql.conf"), [$"port = {Port}", $"unix_socket_directories = '{folder}'"]);
        await StartAgain();
        await primary.SetSynchronous("*");
        await Eventually.True(
            async () => (string?)await primary.Ask("SELECT min(sync_state) FROM pg_stat_replication WHERE state = 'streaming'") == "sync",
            "the standby streams and commits wait for it"
        );
    }

    /// <summary>Promotes a standby whose primary is stopped. It has no standby yet, so commits do not wait.</summary>
    public async Task Promote()
    {
        await SetSynchronous("");
        await AsPostgres("pg_ctl", "-D", Data, "-w", "-t", "60", "promote");
    }

    /// <summary>Returns a statement's first value, as the superuser.</summary>
    public async Task<object?> Ask(string sql, string database = "postgres")
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(database) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private async Task SetSynchronous(string standbys)
    {
        await Ask($"ALTER SYSTEM SET synchronous_standby_names = '{standbys}'");
        await Ask("SELECT pg_reload_conf()");
    }
}
