using System.Diagnostics;

namespace KiPass.Testing;

/// <summary>Runs a KiPass program in its own process until it exits.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Lines that the program wrote to standard error.</summary>
    public IReadOnlyList<string> ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs an assembly from the test folder, such as <c>KiPass.Issuer.dll</c>.</summary>
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
