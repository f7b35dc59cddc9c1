using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KiPass.Cli.Up;

/// <summary>One of the programs that <c>up</c> runs, with its output passed on line by line under its name.</summary>
internal sealed partial class ServiceProcess : IDisposable
{
    private const int SigTerm = 15;

    private readonly Process process;
    private readonly Task output;
    private string lastError = "";

    private ServiceProcess(string name, Process process, Action<string> print)
    {
        Name = name;
        this.process = process;
        output = Task.WhenAll(
            PassOn(process.StandardOutput, print),
            PassOn(
                process.StandardError,
                line =>
                {
                    lastError = line;
                    print(line);
                }
            )
        );
    }

    public string Name { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>How it ended, in one line; only after it has exited.</summary>
    public string Ending => lastError.Length > 0 ? lastError : $"exit code {process.ExitCode}";

    public Task Exited => process.WaitForExitAsync();

    public static ServiceProcess Start(string name, string assembly, IEnumerable<string> arguments, Action<string> print) =>
        new(name, Process.Start(Prepare(assembly, arguments))!, print);

    /// <summary>Runs a one-shot verb of a program; gives what it printed.</summary>
    /// <param name="finding">Exit code that is an answer too; 0: none besides 0.</param>
    public static async Task<string> RunOnce(
        string name,
        string assembly,
        IEnumerable<string> arguments,
        string? input,
        CancellationToken cancellationToken,
        int finding = 0
    )
    {
        var start = Prepare(assembly, arguments);
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var printed = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return process.ExitCode == 0 || process.ExitCode == finding
            ? await printed
            : throw new CommandFailure(
                $"{name}: {LastLine(await errors) ?? LastLine(await printed) ?? $"exit code {process.ExitCode}"}",
                1
            );
    }

    /// <summary>Asks it to drain and end; kills it when it has not ended in time.</summary>
    public async Task Stop(TimeSpan patience)
    {
        if (!process.HasExited)
        {
            Signal(process.Id, SigTerm);
            try
            {
                await process.WaitForExitAsync().WaitAsync(patience);
            }
            catch (TimeoutException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }
        }
        await output;
    }

    public void Dispose() => process.Dispose();

    private static ProcessStartInfo Prepare(string assembly, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        start.ArgumentList.Add(assembly);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        return start;
    }

    private static async Task PassOn(StreamReader reader, Action<string> print)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            print(line);
        }
    }

    private static string? LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int processId, int signal);
}
