using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KiPass.Eng.Tests;

/// <summary>Counts of a test run. A test that did not run counts as failed, so no test is skipped silently.</summary>
internal readonly record struct TestTotals(int Passed, int Failed)
{
    public static TestTotals operator +(TestTotals left, TestTotals right) => new(left.Passed + right.Passed, left.Failed + right.Failed);
}

/// <summary>Runs two test projects at a time, then the system tests alone, because they measure time.</summary>
/// <param name="filter">Part of the full name of the tests to run; null for all.</param>
/// <param name="output">Receives the results.</param>
internal sealed partial class TestRun(string? filter, TextWriter output)
{
    private const string Systems = "System.Tests";

    /// <summary>Runs the named projects.</summary>
    public async Task<TestTotals> Run(IReadOnlyList<string> projects, CancellationToken cancellationToken)
    {
        var totals = new TestTotals();
        using var places = new SemaphoreSlim(2);
        var running = projects
            .Where(project => project != Systems)
            .Select(project => RunInPlace(places, project, cancellationToken))
            .ToList();
        await foreach (var finished in Task.WhenEach(running).WithCancellation(cancellationToken))
        {
            totals += await finished;
        }
        return projects.Contains(Systems) ? totals + await RunOne(Systems, cancellationToken) : totals;
    }

    private async Task<TestTotals> RunInPlace(SemaphoreSlim places, string project, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            return await RunOne(project, cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task<TestTotals> RunOne(string project, CancellationToken cancellationToken)
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

        var summary = SummaryLine().Match(printed);
        if (!summary.Success)
        {
            await output.WriteLineAsync(printed);
            await output.WriteLineAsync($"{project}: ended without a summary (exit code {process.ExitCode})");
            return new TestTotals(0, 1);
        }
        int Count(string name) => int.Parse(summary.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
        var failed = Count("errors") + Count("failed") + Count("skipped") + Count("unrun");
        if (failed == 0 && process.ExitCode != 0)
        {
            await output.WriteLineAsync($"{project}: all tests passed, but the program ended with {process.ExitCode}");
            failed = 1;
        }
        var totals = new TestTotals(Count("total") - Count("failed") - Count("skipped"), failed);
        if (failed > 0)
        {
            await output.WriteLineAsync(printed);
        }
        await output.WriteLineAsync($"{project}: {totals.Passed} passed, {totals.Failed} failed, {summary.Groups["time"].Value} s");
        return totals;
    }

    [GeneratedRegex(
        @"Total: (?<total>\d+), Errors: (?<errors>\d+), Failed: (?<failed>\d+), Skipped: (?<skipped>\d+), Not Run: (?<unrun>\d+), Time: (?<time>[\d.]+)s"
    )]
    private static partial Regex SummaryLine();
}
