using System.Diagnostics;
using KiPass.Testing;

namespace KiPass.Bench.Running;

/// <summary>The built programs beside this one, in the same configuration.</summary>
internal static class Programs
{
    public static string Silo => Assembly("src/Silo");

    public static string Issuer => Assembly("src/Issuer");

    public static string Bench => typeof(Programs).Assembly.Location;

    /// <summary>Runs a one-shot verb; gives what it printed.</summary>
    public static async Task<string> RunOnce(string assembly, IEnumerable<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input ?? "");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{Path.GetFileName(assembly)}: {await errors}");
    }

    private static string Assembly(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(KiPassStack.Root, project, "bin", configuration, "net10.0", $"KiPass.{Path.GetFileName(project)}.dll");
    }
}
