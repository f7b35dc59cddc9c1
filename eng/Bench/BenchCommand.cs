using System.CommandLine;
using System.Diagnostics;
using KiPass.Eng.Tools;

namespace KiPass.Eng.Bench;

/// <summary>
/// <c>./kipass bench scan|issue|trace|chaos|directory|policy|tokens|size</c>: installs the required packages and starts
/// <c>tests/Bench</c>, which has its own options.
/// </summary>
internal static class BenchCommand
{
    public const string Name = "bench";

    private const string Project = "tests/Bench";

    /// <summary>For the help only. Arguments after the name are passed to the benchmark unparsed.</summary>
    public static Command Create() =>
        new(Name, "Measure: scan, issue, trace, chaos, directory, policy, tokens or size; baselines and limit in the same run.");

    public static async Task<int> Run(string[] arguments, CancellationToken cancellationToken)
    {
        var packages = Packages(arguments).Select(DebianPackage.Of);
        await PackageInstaller.OfThisMachine.Require(packages, $"bench {arguments.FirstOrDefault()}", Console.Error, cancellationToken);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Checkout.Assembly(Project), .. arguments]))!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Returns the packages of a benchmark: <c>scan</c> uses class <c>ScanCommand</c>. Printing help needs none.</summary>
    public static IReadOnlyList<string> Packages(string[] arguments)
    {
        if (arguments is not [var name, .. var options] || options.Any(option => option is "--help" or "-h" or "-?"))
        {
            return [];
        }
        using var graph = new TypeGraph(Checkout.Assembly(Project));
        var command = graph.Main.Types.FirstOrDefault(type => type.Name.Equals($"{name}Command", StringComparison.OrdinalIgnoreCase));
        var packages = command is null ? [] : graph.PackagesOf(command);
        return name == "chaos" && options.Contains("--sqlite") ? [.. packages.Where(package => package != "postgresql")] : packages;
    }
}
