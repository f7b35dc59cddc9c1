using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KiPass.Cli.Test;

/// <summary>What a run of tests counted. A test that did not run counts as failed: nothing is skipped quietly.</summary>
internal readonly record struct TestTotals(int Passed, int Failed)
{
    public static TestTotals operator +(TestTotals left, TestTotals right) => new(left.Passed + right.Passed, left.Failed + right.Failed);
}

/// <summary>Runs each test program of <c>tests/</c>: those of single projects two at a time, then the systems alone, since they measure time.</summary>
internal static partial class TestRun
{
    private const string Systems = "System.Tests";

    public static async Task<TestTotals> All(string? filter, CancellationToken cancellationToken)
    {
        var projects = Directory
            .GetDirectories(Path.Combine(Checkout.Root, "tests"), "*.Tests")
            .Select(folder => Path.GetFileName(folder)!)
            .Order(StringComparer.Ordinal)
            .ToList();
        var totals = new TestTotals();
        using var places = new SemaphoreSlim(2);
        var running = projects.Where(p => p != Systems).Select(p => RunInPlace(places, p, filter, cancellationToken)).ToList();
        await foreach (var finished in Task.WhenEach(running).WithCancellation(cancellationToken))
        {
            totals += await finished;
        }
        return totals + await Run(Systems, filter, cancellationToken);
    }

    private static async Task<TestTotals> RunInPlace(
        SemaphoreSlim places,
        string project,
        string? filter,
        CancellationToken cancellationToken
    )
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            return await Run(project, filter, cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }

    private static async Task<TestTotals> Run(string project, string? filter, CancellationToken cancellationToken)
    {
        string[] selection = filter is null ? [] : ["-method", $"*{filter}*"];
        var start = new ProcessStartInfo("dotnet", [Checkout.Assembly($"tests/{project}"), "-noColor", "-noLogo", .. selection])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Checkout.Root,
        };
        using var process = Process.Start(start)!;
        using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var printed = await process.StandardOutput.ReadToEndAsync(CancellationToken.None) + await errors;
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();

        if (filter is not null && printed.TrimEnd().EndsWith("Total: 0", StringComparison.Ordinal))
        {
            return new TestTotals();
        }
        var summary = SummaryLine().Match(printed);
        if (!summary.Success)
        {
            Console.WriteLine(printed);
            Console.WriteLine($"{project}: ended without a summary (exit code {process.ExitCode})");
            return new TestTotals(0, 1);
        }
        int Count(string name) => int.Parse(summary.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
        var failed = Count("errors") + Count("failed") + Count("skipped") + Count("unrun");
        if (failed == 0 && process.ExitCode != 0)
        {
            Console.WriteLine($"{project}: all tests passed, but the program ended with {process.ExitCode}");
            failed = 1;
        }
        var totals = new TestTotals(Count("total") - Count("failed") - Count("skipped"), failed);
        if (failed > 0)
        {
            Console.WriteLine(printed);
        }
        Console.WriteLine($"{project}: {totals.Passed} passed, {totals.Failed} failed, {summary.Groups["time"].Value} s");
        return totals;
    }

    [GeneratedRegex(
        @"Total: (?<total>\d+), Errors: (?<errors>\d+), Failed: (?<failed>\d+), Skipped: (?<skipped>\d+), Not Run: (?<unrun>\d+), Time: (?<time>[\d.]+)s"
    )]
    private static partial Regex SummaryLine();
}
