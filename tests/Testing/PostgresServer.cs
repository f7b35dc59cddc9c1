using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace KiPass.Testing;

/// <summary>
/// A real PostgreSQL server in a temporary folder on a free port, with fsync on. As root, it runs as user <c>postgres</c>. Superuser
/// <c>postgres</c>, trust authentication on loopback. Deleted on disposal and when the process exits.
/// </summary>
[Needs("postgresql")]
public sealed partial class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(() => StartAsync("fsync = off", "full_page_writes = off"));

    private readonly string folder;
    private readonly string binaries;

    // Outside its folder, so that the log is still written if that disk is full.
    private readonly string log;
    private bool running;
    private bool paused;

    private PostgresServer(string folder, string binaries, int port)
    {
        this.folder = folder;
        this.binaries = binaries;
        Port = port;
        log = Path.Combine(Path.GetTempPath(), $"kipass-pg-{Guid.NewGuid():N}.log");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Destroy();
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The superuser's URL for <c>--postgres</c>.</summary>
    public string Url => $"postgres://postgres@127.0.0.1:{Port}/postgres";

    /// <summary>
    /// A shared server for tests that need only their own database, stopped when the process exits. Tests must not crash it: fsync is
    /// off, so that hundreds of databases are created quickly.
    /// </summary>
    public static Task<PostgresServer> Shared => SharedServer.Value;

    /// <summary>Returns a superuser's connection string for a database.</summary>
    public string ConnectionString(string database = "postgres", string user = "postgres") =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username={user};Database={database};Include Error Detail=false;Timeout=10";

    /// <summary>Creates and starts a cluster.</summary>
    /// <param name="settings">Additional lines for postgresql.conf.</param>
    public static Task<PostgresServer> StartAsync(params string[] settings) =>
        StartIn(Directory.CreateTempSubdirectory("kipass-pg-").FullName, settings);

    /// <summary>Creates and starts a cluster in a folder that is deleted with the server.</summary>
    public static async Task<PostgresServer> StartIn(string folder, params string[] settings)
    {
        var binaries = (await Run("pg_config", ["--bindir"])).Trim();
        Directory.CreateDirectory(folder);
        var server = new PostgresServer(folder, binaries, FreePorts.Next());
        if (Environment.IsPrivilegedProcess)
        {
            await Run("chown", ["postgres", folder]);
        }
        await server.AsPostgres(
            "initdb",
            "-D",
            server.Data,
            "-U",
            "postgres",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync"
        );
        string[] configuration =
        [
            $"port = {server.Port}",
            "listen_addresses = '127.0.0.1'",
            $"unix_socket_directories = '{folder}'",
            "max_connections = 300",
            "fsync = on",
            "shared_buffers = 256MB",
            .. settings,
        ];
        await File.AppendAllLinesAsync(Path.Combine(server.Data, "postgresql.conf"), configuration);
        await server.StartAgain();
        return server;
    }

    /// <summary>The server's log since its first start.</summary>
    public string Log => File.Exists(log) ? File.ReadAllText(log) : "";

    /// <summary>Creates an empty database with the prefix and a unique name.</summary>
    public async Task<string> CreateDatabase(string prefix = "t")
    {
        var name = $"{prefix}_{Guid.NewGuid():N}"[..(prefix.Length + 13)];
        await using var source = NpgsqlDataSource.Create(ConnectionString());
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return name;
    }

    /// <summary>Starts the stopped server and waits until it accepts connections.</summary>
    public async Task StartAgain()
    {
        await AsPostgres("pg_ctl", "-D", Data, "-l", log, "-w", "-t", "60", "start");
        running = true;
    }

    /// <summary>Environment variables for PostgreSQL's tools: this server, its programs and its folder (<c>PGDATA</c>).</summary>
    public Dictionary<string, string> Variables =>
        new()
        {
            ["PGHOST"] = "127.0.0.1",
            ["PGPORT"] = Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = "postgres",
            ["PGDATA"] = Data,
            ["PATH"] = $"{binaries}:{Environment.GetEnvironmentVariable("PATH")}",
        };

    /// <summary>Starts the server unless it is already running.</summary>
    public async Task StartUnlessRunning()
    {
        try
        {
            await AsPostgres("pg_ctl", "-D", Data, "status");
        }
        catch (InvalidOperationException)
        {
            await StartAgain();
        }
    }

    /// <summary>Stops the server: <c>fast</c> is a clean shutdown, <c>immediate</c> simulates a crash.</summary>
    public async Task Stop(string mode = "fast")
    {
        running = false;
        await AsPostgres("pg_ctl", "-D", Data, "-w", "-m", mode, "stop");
    }

    /// <summary>Suspends all server processes to simulate a hang. Connections stay open.</summary>
    public async Task Pause()
    {
        paused = true;
        await Signal("STOP");
    }

    /// <summary>Resumes a suspended server.</summary>
    public async Task Resume()
    {
        paused = false;
        await Signal("CONT");
    }

    /// <summary>Process id of the postmaster.</summary>
    public int ProcessId => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private string Data => Path.Combine(folder, "data");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Destroy();
        return ValueTask.CompletedTask;
    }

    private void Destroy()
    {
        if (running)
        {
            if (paused)
            {
                Resume().GetAwaiter().GetResult();
            }
            running = false;
            AsPostgres("pg_ctl", "-D", Data, "-m", "immediate", "stop").GetAwaiter().GetResult();
        }
        File.Delete(log);
        if (Directory.Exists(folder))
        {
            // Deleting hundreds of databases takes longer than a test process may take to exit, so a separate process does it.
            Process.Start("/bin/sh", ["-c", """rm -rf "$0" >/dev/null 2>&1 </dev/null &""", folder]).WaitForExit();
        }
    }

    private async Task Signal(string signal)
    {
        var postmaster = ProcessId.ToString(CultureInfo.InvariantCulture);
        var backends = (await File.ReadAllTextAsync($"/proc/{postmaster}/task/{postmaster}/children")).Split(
            ' ',
            StringSplitOptions.RemoveEmptyEntries
        );
        // A backend may have exited meanwhile.
        await Run("sh", ["-c", """kill "$@" || true""", "kill", $"-{signal}", postmaster, .. backends]);
    }

    private Task<string> AsPostgres(string program, params string[] arguments)
    {
        var path = Path.Combine(binaries, program);
        return Environment.IsPrivilegedProcess ? Run("runuser", ["-u", "postgres", "--", path, .. arguments]) : Run(path, arguments);
    }

    // The server inherits the output of pg_ctl, so reading a pipe to its end would block. Use a file instead.
    private static async Task<string> Run(string program, string[] arguments)
    {
        var output = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/tmp" };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add("""out="$1"; shift; exec "$@" >"$out" 2>&1 </dev/null""");
            start.ArgumentList.Add("sh");
            start.ArgumentList.Add(output);
            start.ArgumentList.Add(program);
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            var text = await File.ReadAllTextAsync(output);
            return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{program} failed ({process.ExitCode}): {text}");
        }
        finally
        {
            File.Delete(output);
        }
    }
}
