using System.Diagnostics;
using KiPass.SystemTests.Deploy;

namespace KiPass.SystemTests.Fixtures;

/// <summary>Programs that know better than we do what of <c>deploy/</c> is right.</summary>
internal static class Tool
{
    /// <summary>What it printed, on both streams; it must end well.</summary>
    public static async Task<string> Run(string program, params string[] arguments)
    {
        var (exitCode, output) = await Ended(new ProcessStartInfo(program, arguments));
        Assert.True(exitCode == 0, $"{program}: {output}");
        return output;
    }

    /// <summary>How it ended and what it printed, on both streams.</summary>
    public static async Task<(int ExitCode, string Output)> Ended(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
