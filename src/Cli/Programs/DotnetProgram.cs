using System.Diagnostics;

namespace KiPass.Cli.Programs;

/// <summary>Starts a program of KiPass with the runtime that is on the path.</summary>
internal static class DotnetProgram
{
    /// <summary>Starts a program that keeps running; its output can be read.</summary>
    public static Process Start(string assembly, IEnumerable<string> arguments) => TiedProcess.Start(Prepare(assembly, arguments));

    /// <summary>Runs a program that does one thing, and returns what it printed.</summary>
    /// <param name="name">Names the program in the message when it fails.</param>
    /// <param name="assembly">See <see cref="BuiltPrograms.Assembly"/>.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="input">Its standard input; null: empty.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <param name="finding">An exit code that is an answer as well; 0: none.</param>
    /// <exception cref="CommandException">It failed; the message has its last line.</exception>
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
        using var process = TiedProcess.Start(start);
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
            : throw new CommandException(
                $"{name}: {LastLine(await errors) ?? LastLine(await printed) ?? $"exit code {process.ExitCode}"}",
                CommandException.Failed
            );
    }

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

    private static string? LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
}
