using System.Diagnostics;
using KiPass.Cli.Programs;

namespace KiPass.Cli.Up;

/// <summary>A process that <c>up</c> runs. Its output is forwarded line by line with its name as prefix.</summary>
internal sealed class ServiceProcess : IDisposable
{
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

    /// <summary>Describes in one line how the process ended. Valid only after exit.</summary>
    public string Ending => lastError.Length > 0 ? lastError : $"exit code {process.ExitCode}";

    public Task Exited => process.WaitForExitAsync();

    public static ServiceProcess Start(string name, string assembly, IEnumerable<string> arguments, Action<string> print) =>
        new(name, DotnetProgram.Start(assembly, arguments), print);

    /// <summary>Requests a graceful stop, and kills the process after a timeout.</summary>
    public async Task Stop(TimeSpan patience)
    {
        if (!process.HasExited)
        {
            Signals.Terminate(process.Id);
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

    private static async Task PassOn(StreamReader reader, Action<string> print)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            print(line);
        }
    }
}
