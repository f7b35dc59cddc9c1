using System.Diagnostics;
using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Fixtures;

/// <summary>The silo as a process of its own, run to its end.</summary>
internal sealed record SiloProcess(int ExitCode, string Output, string Errors, TimeSpan Took)
{
    public static async Task<SiloProcess> Run(IEnumerable<string> arguments, string input = "")
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KiPass.Silo.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading; what it said of that is in its errors.
        }
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
        return new SiloProcess(process.ExitCode, await output, await errors, Stopwatch.GetElapsedTime(begun));
    }
}
