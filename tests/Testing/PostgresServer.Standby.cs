using System.Globalization;
using Npgsql;

namespace KiPass.Testing;

/// <summary>Streaming replication: a second server that follows the first and can take its place.</summary>
public sealed partial class PostgresServer
{
    /// <summary>Copies a running server into a folder of its own and follows it; see <see cref="Follow"/>.</summary>
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
    /// Throws away what this stopped server has, copies a running one and follows it. Returns when the copy streams and commits wait for it:
    /// from then on nothing that was committed is on one server only.
    /// </summary>
    public async Task Follow(PostgresServer primary)
    {
        if (Directory.Exists(Data))
        {
            Directory.Delete(Data, recursive: true);
        }
        var port = primary.Port.ToString(CultureInfo.InvariantCulture);
        await AsPostgres("pg_basebackup", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-D", Data, "-X", "stream", "-c", "fast", "-R");
        // The copied file names the other server's port and folder; the last line counts.
        await File.AppendAllLinesAsync(Path.Combine(Data, "postgresql.conf"), [$"port = {Port}", $"unix_socket_directories = '{folder}'"]);
        await StartAgain();
        await primary.SetSynchronous("*");
        await Eventually.True(
            async () => (string?)await primary.Ask("SELECT min(sync_state) FROM pg_stat_replication WHERE state = 'streaming'") == "sync",
            "the standby streams and commits wait for it"
        );
    }

    /// <summary>Makes a standby whose primary is stopped the primary; nobody follows it yet, so commits do not wait.</summary>
    public async Task Promote()
    {
        await SetSynchronous("");
        await AsPostgres("pg_ctl", "-D", Data, "-w", "-t", "60", "promote");
    }

    /// <summary>A statement's first value, as the superuser.</summary>
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
