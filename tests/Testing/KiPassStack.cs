using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace KiPass.Testing;

/// <summary>A complete KiPass installation: <c>./kipass up</c> on free ports and a temporary folder, in real processes.</summary>
/// <remarks>Uses the build of the tests' configuration. <c>up</c> restarts processes that a test kills.</remarks>
public sealed class KiPassStack : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly ConcurrentQueue<string> printed = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool keepsData;
    private readonly string origin;
    private bool disposed;

    private KiPassStack(Process process, string data, int portBase, string? host, bool keepsData)
    {
        origin = host is null ? "http://localhost" : $"https://{host}";
        this.process = process;
        this.keepsData = keepsData;
        Data = data;
        PortBase = portBase;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The folder that contains a folder for each domain.</summary>
    public string Data { get; }

    /// <summary>The register's port. The ports of issuer, owners and officials follow.</summary>
    public int PortBase { get; }

    public Uri Register => new($"{origin}:{PortBase}");

    /// <summary>API address of a silo. Silo 1 is <see cref="Register"/>. Process names: <c>register</c>, <c>register-2</c>, …</summary>
    public Uri Silo(int number) => new($"{origin}:{PortBase + (number - 1) * 10}");

    public Uri Issuer => new($"{origin}:{PortBase + 1}");

    public Uri Owners => new($"{origin}:{PortBase + 2}");

    public Uri Officials => new($"{origin}:{PortBase + 3}");

    /// <summary>Output of <c>up</c> and its processes so far.</summary>
    public IReadOnlyCollection<string> Printed => printed;

    /// <summary>The folder of <c>KiPass.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary><c>demo.json</c>, if started with the demo.</summary>
    public JsonElement Demo => JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "demo.json"))).RootElement;

    /// <summary>Starts everything and waits for <c>ready</c>.</summary>
    /// <param name="demo">Whether to seed the demo.</param>
    /// <param name="postgres">A superuser's URL; null for SQLite.</param>
    /// <param name="data">An existing data folder to keep; null for a temporary one.</param>
    /// <param name="portBase">First port to reuse; 0 for free ports.</param>
    /// <param name="host">Name or address for <c>--tls --host</c>; null for plain HTTP on localhost.</param>
    /// <param name="silos">Number of silos of the register. More than one requires PostgreSQL.</param>
    /// <param name="environment">Additional environment variables, such as those of <see cref="FakeClock"/>.</param>
    /// <param name="nation">Whether the demo is a whole nation with its start page, not the small one.</param>
    public static async Task<KiPassStack> Start(
        bool demo = false,
        string? postgres = null,
        string? data = null,
        int portBase = 0,
        string? host = null,
        int silos = 1,
        IReadOnlyDictionary<string, string>? environment = null,
        bool nation = false
    )
    {
        string[] kind =
            nation ? ["--demo"]
            : demo ? ["--demo", "--small"]
            : [];
        var stack = Launch(kind, postgres, data, portBase, host, silos, environment ?? new Dictionary<string, string>());
        try
        {
            await stack.ready.Task.WaitAsync(nation ? 3 * StartPatience : StartPatience);
            return stack;
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            var output = string.Join('\n', stack.printed);
            await stack.DisposeAsync();
            throw new InvalidOperationException($"kipass up did not become ready: {e.Message}\n{output}", e);
        }
    }

    /// <summary>Returns the process ID of <c>register</c>, <c>register-2</c>, <c>issuer</c>, <c>owners</c> or <c>officials</c>.</summary>
    public int ProcessId(string service) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "run.json"))).RootElement.GetProperty(service).GetInt32();

    /// <summary>Sends SIGKILL to a process. <c>up</c> restarts it.</summary>
    public void Kill(string service)
    {
        using var victim = Process.GetProcessById(ProcessId(service));
        victim.Kill();
        victim.WaitForExit();
    }

    /// <summary>Sends a signal to <c>up</c> only, such as <c>KILL</c> or <c>HUP</c>, waits for exit and returns the exit code.</summary>
    public async Task<int> SignalUp(string signal)
    {
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Sends SIGKILL to <c>up</c> and all its processes at once, to simulate a power failure.</summary>
    public async Task KillAll()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Runs another <c>./kipass</c> command and returns exit code and output.</summary>
    public static Task<(int ExitCode, string Output)> Command(params string[] arguments) => Run(Prepare(arguments));

    /// <summary>Runs <c>./kipass test</c> or <c>./kipass bench</c> and returns exit code and output.</summary>
    public static Task<(int ExitCode, string Output)> EngCommand(params string[] arguments) => Run(Prepare(arguments, "eng"));

    private static async Task<(int ExitCode, string Output)> Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }
        disposed = true;
        if (!process.HasExited)
        {
            // SIGTERM lets up stop its processes in order. Use SIGKILL only if that fails.
            using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            {
                await kill.WaitForExitAsync();
            }
            try
            {
                await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(45));
            }
            catch (TimeoutException)
            {
                await KillAll();
            }
        }
        process.Dispose();
        if (!keepsData && Directory.Exists(Data))
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    private static KiPassStack Launch(
        string[] demo,
        string? postgres,
        string? data,
        int portBase,
        string? host,
        int silos,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var folder = data ?? Directory.CreateTempSubdirectory("kipass-stack-").FullName;
        var ports =
            portBase == 0
                ? FreePorts.NextBlock(
                    silos > 1 ? silos * 10
                    : host is null ? 6
                    : 7
                )
                : portBase;
        string[] arguments =
        [
            "up",
            "--data",
            folder,
            "--port-base",
            $"{ports}",
            .. demo,
            .. postgres is null ? [] : new[] { "--postgres", postgres },
            .. host is null ? [] : new[] { "--tls", "--host", host },
            .. silos == 1 ? [] : new[] { "--silos", $"{silos}" },
        ];
        var start = Prepare(arguments);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return new KiPassStack(Process.Start(start)!, folder, ports, host, keepsData: data is not null);
    }

    private static ProcessStartInfo Prepare(string[] arguments, string project = "src/Cli")
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var name = project == "eng" ? "Eng" : Path.GetFileName(project);
        var assembly = Path.Combine(Root, project, "bin", configuration, "net10.0", $"KiPass.{name}.dll");
        return new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
            // Tests read one-time codes in the simulated inboxes, also without the demo's data.
            Environment = { ["Issuer__Demo"] = "true", ["Portal__Demo"] = "true" },
        };
    }

    private void Read(string? line)
    {
        switch (line)
        {
            case null:
                ready.TrySetException(new InvalidOperationException("up ended"));
                break;
            case "ready":
                ready.TrySetResult();
                break;
            default:
                printed.Enqueue(line);
                break;
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KiPass.sln")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException("Tests run inside a checkout.");
    }
}
