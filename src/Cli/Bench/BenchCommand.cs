using System.CommandLine;
using System.Diagnostics;

namespace KiPass.Cli.Bench;

/// <summary><c>./kipass bench scan|issue|trace|chaos|directory|policy|tokens|size</c>: hands over to <c>tests/Bench</c>, which measures and knows its own options.</summary>
internal static class BenchCommand
{
    public const string Name = "bench";

    /// <summary>For the help alone: what follows the name is handed over unread.</summary>
    public static Command Create() =>
        new(Name, "Measure: scan, issue, trace, chaos, directory, policy, tokens or size; baselines and limit in the same run.");

    public static async Task<int> Run(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Checkout.Assembly("tests/Bench"), .. arguments]))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
