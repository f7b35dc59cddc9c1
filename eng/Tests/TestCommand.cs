using System.CommandLine;
using KiPass.Eng.Tools;

namespace KiPass.Eng.Tests;

/// <summary><c>./kipass test [FILTER]</c>: installs the required packages, runs the tests and prints <c>N passed, N failed</c>.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var filter = new Argument<string?>("FILTER")
        {
            Description = "Only tests whose full name contains this.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("test", "Run all tests: rules, grains, real processes, PostgreSQL and Chromium.") { filter };
        command.SetAction((parsed, cancellationToken) => Run(parsed.GetValue(filter), cancellationToken));
        return command;
    }

    private static async Task<int> Run(string? filter, CancellationToken cancellationToken)
    {
        var chosen = TestProject.Names.Select(name => TestProject.Read(name, filter)).Where(project => project.Tests > 0).ToList();
        if (chosen.Count == 0)
        {
            throw new EngException($"No test has '{filter}' in its full name.");
        }
        var packages = chosen.SelectMany(project => project.Packages).Distinct().Select(DebianPackage.Of);
        await PackageInstaller.OfThisMachine.Require(packages, "the chosen tests", Console.Out, cancellationToken);
        var totals = await new TestRun(filter, Console.Out).Run([.. chosen.Select(project => project.Name)], cancellationToken);
        Console.WriteLine($"{totals.Passed} passed, {totals.Failed} failed");
        return totals is { Failed: 0, Passed: > 0 } ? 0 : 1;
    }
}
