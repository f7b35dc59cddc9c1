using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using KiPass.Hosting.Files;

namespace KiPass.Cli.Up;

/// <summary>
/// <c>run.json</c> in the data folder: the process IDs of an <c>up</c> run (<c>up</c> itself, <c>register</c>, <c>issuer</c>, …). Operators
/// use it to signal a process. The next run uses it to avoid starting on data that is still in use.
/// </summary>
internal static class EarlierRun
{
    private const string Supervisor = "up";

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    /// <summary>Writes the process IDs of a run's programs and of this process.</summary>
    public static void Record(string data, IReadOnlyDictionary<string, int> programs) =>
        PrivateFile.Replace(
            FileOf(data),
            stream => JsonSerializer.Serialize(stream, new Dictionary<string, int>(programs) { [Supervisor] = Environment.ProcessId })
        );

    /// <summary>Deletes the file at the end of a run.</summary>
    public static void Forget(string data) => File.Delete(FileOf(data));

    /// <summary>Ensures that no program of an earlier run still uses this data.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="end">Whether to stop such programs. Otherwise an interactive user is asked.</param>
    /// <param name="cancellationToken">Cancels the wait for them.</param>
    /// <exception cref="CommandException">Another run is active, or remaining programs may not be stopped.</exception>
    public static async Task RequireNone(string data, bool end, CancellationToken cancellationToken)
    {
        var alive = Read(data).Where(entry => IsProgram(entry.Value, entry.Key)).ToDictionary();
        if (alive.TryGetValue(Supervisor, out var supervisor))
        {
            throw new CommandException($"KiPass already runs on {data}, as process {supervisor}. Stop it first: kill {supervisor}");
        }
        if (alive.Count == 0)
        {
            return;
        }
        var names = string.Join(", ", alive.Select(entry => $"{entry.Key} (process {entry.Value})"));
        if (!end && !Confirms($"An earlier run left {names} on {data}. End them and go on? [y/N] "))
        {
            throw new CommandException($"An earlier run left {names} on {data}. To end them and start, repeat with --end-earlier.");
        }
        await Task.WhenAll(alive.Values.Select(id => End(id, cancellationToken)));
    }

    private static string FileOf(string data) => Path.Combine(data, "run.json");

    private static Dictionary<string, int> Read(string data)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(FileOf(data))) ?? [];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // There was no earlier run, or the file is not ours.
            return [];
        }
    }

    // Process IDs are reused, so also check that the process is one of ours.
    private static bool IsProgram(int id, string name)
    {
        try
        {
            var arguments = File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
            var program = arguments.FirstOrDefault(argument => argument.EndsWith(".dll", StringComparison.Ordinal));
            return program is not null
                && Path.GetFileName(program).StartsWith("KiPass.", StringComparison.Ordinal)
                && (name != Supervisor || arguments.Contains(Supervisor));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool Confirms(string question)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return false;
        }
        Console.Error.Write(question);
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static async Task End(int id, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            Signals.Terminate(id);
            try
            {
                await process.WaitForExitAsync(cancellationToken).WaitAsync(StopPatience, cancellationToken);
            }
            catch (TimeoutException)
            {
                process.Kill();
                await process.WaitForExitAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // The process has already exited.
        }
    }
}
