using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace KiPass.Testing;

/// <summary>
/// A real PostgreSQL of its own on a temporary folder and a free port, with fsync on. As root it runs as user <c>postgres</c>. Superuser
/// <c>postgres</c>, trust authentication on loopback; destroyed with the object, and when the process exits.
/// </summary>
[Needs("postgresql")]
public sealed partial class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(() => StartAsync("fsync = off", "full_page_writes = off"));

    private readonly string folder;
    private readonly string binaries;

    // Not in its folder: where that is on a full disk, the log still tells.
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

    /// <summary>The superuser's URL, as <c>--postgres</c> takes it.</summary>
    public string Url => $"postgres://postgres@127.0.0.1:{Port}/postgres";

    /// <summary>
    /// One server for all tests of a process that only need a database of their own; stopped when the process exits. Nobody may crash it: it
    /// does not sync, so that hundreds of databases are made quickly.
    /// </summary>
    public static Task<PostgresServer> Shared => SharedServer.Value;

    /// <summary>A superuser's connection string for a database.</summary>
    public string ConnectionString(string database = "postgres", string user = "postgres") =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username={user};Database={database};Include Error Detail=false;Timeout=10";

    /// <summary>Makes a cluster and starts it.</summary>
    /// <param name="settings">Further lines for postgresql.conf.</param>
    public static Task<PostgresServer> StartAsync(params string[] settings) =>
        StartIn(Directory.CreateTempSubdirectory("kipass-pg-").FullName, settings);

    /// <summary>Makes a cluster in a folder, which is removed with the server, and starts it.</summary>
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

    /// <summary>What the server has said so far, over all of its starts.</summary>
    public string Log => File.Exists(log) ? File.ReadAllText(log) : "";

    /// <summary>A fresh, empty database; its name begins with the prefix and is unique on this server.</summary>
    public async Task<string> CreateDatabase(string prefix = "t")
    {
        var name = $"{prefix}_{Guid.NewGuid():N}"[..(prefix.Length + 13)];
        await using var source = NpgsqlDataSource.Create(ConnectionString());
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return name;
    }

    /// <summary>Starts the stopped server and waits until it answers.</summary>
    public async Task StartAgain()
    {
        await AsPostgres("pg_ctl", "-D", Data, "-l", log, "-w", "-t", "60", "start");
        running = true;
    }

    /// <summary>The variables by which PostgreSQL's own tools find this server, its programs and its folder (<c>PGDATA</c>).</summary>
    public Dictionary<string, string> Variables =>
        new()
        {
            ["PGHOST"] = "127.0.0.1",
            ["PGPORT"] = Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = "postgres",
            ["PGDATA"] = Data,
            ["PATH"] = $"{binaries}:{Environment.GetEnvironmentVariable("PATH")}",
        };

    /// <summary>Starts a server that a fault may have ended; one that runs goes on.</summary>
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

    /// <summary>Stops the server: <c>fast</c> is orderly, <c>immediate</c> is a crash.</summary>
    public async Task Stop(string mode = "fast")
    {
        running = false;
        await AsPostgres("pg_ctl", "-D", Data, "-w", "-m", mode, "stop");
    }

    /// <summary>Stops every process of the server where it stands, as a machine that hangs; connections stay open.</summary>
    public async Task Pause()
    {
        paused = true;
        await Signal("STOP");
    }

    /// <summary>Lets a paused server go on.</summary>
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
            // Hundreds of databases take longer to remove than a test process may take to exit: a process of its own does it.
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
        // A backend may have ended meanwhile.
        await Run("sh", ["-c", """kill "$@" || true""", "kill", $"-{signal}", postmaster, .. backends]);
    }

    private Task<string> AsPostgres(string program, params string[] arguments)
    {
        var path = Path.Combine(binaries, program);
        return Environment.IsPrivilegedProcess ? Run("runuser", ["-u", "postgres", "--", path, .. arguments]) : Run(path, arguments);
    }

    // pg_ctl's server inherits its output, so reading to the end would wait for the server: output goes to a file.
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
