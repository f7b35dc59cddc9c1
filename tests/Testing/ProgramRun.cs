using System.Diagnostics;

namespace KiPass.Testing;

/// <summary>A program of KiPass run to its end in a process of its own.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The lines that it wrote to standard error.</summary>
    public IReadOnlyList<string> ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs an assembly that lies beside the tests, such as <c>KiPass.Issuer.dll</c>.</summary>
    public static async Task<ProgramRun> Of(string assembly, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
        return new ProgramRun(process.ExitCode, await output, await errors);
    }
}
