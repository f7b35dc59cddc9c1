using System.Diagnostics;
using KiPass.SystemTests.Traces.LineLists;
using KiPass.Testing;

namespace KiPass.SystemTests.Fixtures;

/// <summary>One of the product's programs, run as an operator runs it.</summary>
internal static class Program
{
    public static async Task<string> Verb(string project, string input, params string[] arguments)
    {
        var start = Prepare(project, arguments);
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var printed = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{project} {arguments[0]}: {await errors}{await printed}");
        return await printed;
    }

    /// <summary>Starts it; what it prints goes to <paramref name="print"/>.</summary>
    public static Process Start(string project, Action<string> print, params string[] arguments)
    {
        var process = Process.Start(Prepare(project, arguments))!;
        process.OutputDataReceived += (_, line) => print(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => print(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static ProcessStartInfo Prepare(string project, string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var folder = Path.Combine(KiPassStack.Root, "src", project, "bin", configuration, "net10.0");
        return new ProcessStartInfo("dotnet", [Path.Combine(folder, $"KiPass.{project.Replace('/', '.')}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
    }
}
