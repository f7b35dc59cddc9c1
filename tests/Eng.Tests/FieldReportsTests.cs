using System.Globalization;
using System.Text.RegularExpressions;

namespace KiPass.Eng.Tests;

/// <summary>The table in <c>docs/field-reports.md</c> names tests that exist, for each kind of fault.</summary>
public sealed partial class FieldReportsTests
{
    private const int Kinds = 20;

    private static readonly string[] Rows =
    [
        .. File.ReadLines(Path.Combine(Checkout.Root, "docs", "field-reports.md")).Where(line => Row().IsMatch(line)),
    ];

    [Fact]
    public void Every_kind_has_a_row_in_order() =>
        Assert.Equal(
            Enumerable.Range(1, Kinds),
            Rows.Select(row => int.Parse(Row().Match(row).Groups["kind"].Value, CultureInfo.InvariantCulture))
        );

    [Fact]
    public void Every_kind_names_tests_that_exist()
    {
        foreach (var row in Rows)
        {
            var tests = Test().Matches(row);
            Assert.True(tests.Count >= 2, row);
            foreach (Match test in tests)
            {
                var file = Path.Combine(Checkout.Root, test.Groups["file"].Value);
                Assert.True(File.Exists(file), $"{test.Groups["file"].Value} does not exist");
                var (type, method) = (test.Groups["type"].Value, test.Groups["method"].Value);
                Assert.Equal(type, Path.GetFileNameWithoutExtension(file));
                Assert.Matches($@"\bpublic (async )?(Task|void) {method}\(", File.ReadAllText(file));
            }
        }
    }

    [Fact]
    public void Every_public_report_is_linked_by_its_project_and_number()
    {
        foreach (var row in Rows)
        {
            Assert.All(
                Report().Matches(row),
                report =>
                    Assert.EndsWith(
                        $"/{report.Groups["project"].Value}/{(report.Value.Contains("/pull/", StringComparison.Ordinal) ? "pull" : "issues")}/{report.Groups["number"].Value}",
                        report.Groups["address"].Value,
                        StringComparison.Ordinal
                    )
            );
            Assert.True(Report().IsMatch(row) || row.Contains("| – |", StringComparison.Ordinal), row);
        }
    }

    [GeneratedRegex(@"^\| (?<kind>\d+) \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"\[(?<type>\w+)\.(?<method>\w+)\]\(\.\./(?<file>[^)]+\.cs)\)")]
    private static partial Regex Test();

    [GeneratedRegex(@"\[(?<project>[\w.-]+)#(?<number>\d+)\]\((?<address>https://github\.com/[^)]+)\)")]
    private static partial Regex Report();
}
