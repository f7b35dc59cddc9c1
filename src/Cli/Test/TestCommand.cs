using System.CommandLine;

namespace KiPass.Cli.Test;

/// <summary><c>./kipass test [FILTER]</c>: installs what the tests need, runs all of them, ends with <c>N passed, N failed</c>.</summary>
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
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await TestTools.Install(cancellationToken);
                var totals = await TestRun.All(parsed.GetValue(filter), cancellationToken);
                Console.WriteLine($"{totals.Passed} passed, {totals.Failed} failed");
                return totals is { Failed: 0, Passed: > 0 } ? 0 : 1;
            }
        );
        return command;
    }
}
