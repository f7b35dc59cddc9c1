using System.Diagnostics;
using KiPass.Hosting.Postgres;

namespace KiPass.Cli.Programs;

/// <summary>Starts KiPass programs with the .NET runtime on the PATH.</summary>
internal static class DotnetProgram
{
    /// <summary>Starts a long-running program with redirected output.</summary>
    public static Process Start(string assembly, IEnumerable<string> arguments) => TiedProcess.Start(Prepare(assembly, arguments));

    /// <summary>Runs a one-shot program and returns its output.</summary>
    /// <param name="name">Program name for error messages.</param>
    /// <param name="assembly">Path of the assembly; see <see cref="BuiltPrograms.Assembly"/>.</param>
    /// <param name="arguments">Command-line arguments.</param>
    /// <param name="input">Standard input, which may come after the program has started; null for none.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    /// <param name="superuser">A superuser's URL for the program; null for none.</param>
    /// <param name="finding">A nonzero exit code that is also a valid result; 0 for none.</param>
    /// <exception cref="CommandException">The program failed. The message contains its last line.</exception>
    public static async Task<string> RunOnce(
        string name,
        string assembly,
        IEnumerable<string> arguments,
        Task<string>? input,
        CancellationToken cancellationToken,
        string? superuser = null,
        int finding = 0
    )
    {
        var start = Prepare(assembly, arguments);
        if (superuser is not null)
        {
            start.Environment[PostgresUrl.Variable] = superuser;
        }
        start.RedirectStandardInput = true;
        using var process = TiedProcess.Start(start);
        using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var printed = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.StandardInput.WriteAsync(input is null ? "" : await input);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
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
        // A program that runs longer never gets the superuser's password.
        start.Environment.Remove(PostgresUrl.Variable);
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
