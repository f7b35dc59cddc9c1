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

    /// <summary>Starts a built assembly and waits until <c>/health/ready</c> answers 200.</summary>
    public static async Task<Server> Start(string assembly, IEnumerable<string> arguments, Uri url)
    {
        var server = Prepare(assembly, arguments, url);
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
    public static Server Prepare(string assembly, IEnumerable<string> arguments, Uri url)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments, "--urls", url.GetLeftPart(UriPartial.Authority)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        return new Server(start, url);
    }

    /// <summary>Waits until it is ready to serve.</summary>
    public async Task Ready(TimeSpan patience)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        await Eventually.True(
            async () =>
            {
                if (process.HasExited)
                {
                    throw new InvalidOperationException($"{start.ArgumentList[0]} ended with {process.ExitCode}:\n{Tail}");
                }
                try
                {
                    using var response = await http.GetAsync(new Uri(Url, "/health/ready"));
                    return response.IsSuccessStatusCode;
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            $"{Path.GetFileName(start.ArgumentList[0])} is ready:\n{Tail}",
            patience
        );
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
        if (!process.HasExited)
        {
            await Signals.Send(process.Id, "TERM");
            try
            {
                await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            }
            catch (TimeoutException)
            {
                await Kill();
            }
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
