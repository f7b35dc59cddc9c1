using System.Collections.Concurrent;
using System.Diagnostics;
using KiPass.Testing;

namespace KiPass.Bench.Running;

/// <summary>A program under measurement in a process of its own.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> printed = new();
    private readonly ProcessStartInfo start;
    private Process process;
    private bool isDisposed;

    private Server(ProcessStartInfo start, Uri url)
    {
        this.start = start;
        Url = url;
        process = Launch();
    }

    public Uri Url { get; }

    public int ProcessId => process.Id;

    public bool HasExited => process.HasExited;

    public int? ExitCode => process.HasExited ? process.ExitCode : null;

    /// <summary>The last lines it printed, for a failure's message.</summary>
    public string Tail => string.Join('\n', printed.TakeLast(15));

    /// <summary>The last line that tells an error, or the last line.</summary>
    public string LastError => printed.LastOrDefault(IsError) ?? printed.LastOrDefault() ?? "";

    /// <summary>Starts a built assembly and waits until <c>/health/ready</c> answers 200.</summary>
    public static async Task<Server> Start(
        string assembly,
        IEnumerable<string> arguments,
        Uri url,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var server = Prepare(assembly, arguments, url, environment);
        try
        {
            await server.Ready(TimeSpan.FromSeconds(60));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a built assembly without waiting.</summary>
    public static Server Prepare(
        string assembly,
        IEnumerable<string> arguments,
        Uri url,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments, "--urls", url.GetLeftPart(UriPartial.Authority)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        return new Server(start, url);
    }

    /// <summary>Waits until it is ready to serve.</summary>
    public async Task Ready(TimeSpan patience)
    {
        await Eventually.True(
            async () =>
                process.HasExited
                    ? throw new InvalidOperationException($"{start.ArgumentList[0]} ended with {process.ExitCode}:\n{Tail}")
                    : (await AskReady()).IsReady,
            $"{Path.GetFileName(start.ArgumentList[0])} is ready:\n{Tail}",
            patience
        );
    }

    /// <summary>Whether <c>/health/ready</c> answers 200 now; else the answer, or null when there is none.</summary>
    public async Task<(bool IsReady, string? Answer)> AskReady()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var response = await http.GetAsync(new Uri(Url, "/health/ready"));
            return (response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return (false, null);
        }
    }

    /// <summary>Waits until the process has ended by itself; false when it still runs afterwards.</summary>
    public async Task<bool> Ended(TimeSpan patience)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>SIGTERM, as a service manager stops it; SIGKILL when that is not enough.</summary>
    /// <returns>Whether it stopped by itself.</returns>
    public async Task<bool> Stop()
    {
        await Signals.Send(process.Id, "TERM");
        if (await Ended(TimeSpan.FromSeconds(20)))
        {
            return true;
        }
        await Kill();
        return false;
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Starts the killed program again, without waiting.</summary>
    public void StartAgain()
    {
        process.Dispose();
        process = Launch();
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }
        isDisposed = true;
        if (!process.HasExited)
        {
            await Stop();
        }
        process.Dispose();
    }

    private Process Launch()
    {
        var launched = Process.Start(start)!;
        launched.OutputDataReceived += (_, line) => Keep(line.Data);
        launched.ErrorDataReceived += (_, line) => Keep(line.Data);
        launched.BeginOutputReadLine();
        launched.BeginErrorReadLine();
        return launched;
    }

    private static bool IsError(string line) =>
        line.Contains(" fail: ", StringComparison.Ordinal) || line.Contains(" crit: ", StringComparison.Ordinal);

    private void Keep(string? line)
    {
        if (line is not null)
        {
            printed.Enqueue(line);
            while (printed.Count > 200)
            {
                printed.TryDequeue(out _);
            }
        }
    }
}
