using System.Text.RegularExpressions;

namespace KiPass.Eng.Tests;

/// <summary>The table of attacks in <c>docs/security.md</c> is that of the tests.</summary>
public sealed partial class SecurityDocumentTests
{
    private const int FewestAttacks = 60;

    [Fact]
    public void The_security_document_lists_every_attack_with_its_test()
    {
        var root = Checkout.Root;
        var tests = Directory
            .EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Marked(root, file))
            .Order(StringComparer.Ordinal)
            .ToList();
        var rows = File.ReadLines(Path.Combine(root, "docs", "security.md"))
            .Select(line => Row().Match(line))
            .Where(row => row.Success)
            .Select(row => $"{row.Groups["attack"].Value} | {row.Groups["test"].Value} | {row.Groups["file"].Value}")
            .Order(StringComparer.Ordinal)
            .ToList();

        Assert.Empty(tests.Except(rows));
        Assert.Empty(rows.Except(tests));
        Assert.True(tests.Count >= FewestAttacks, $"{tests.Count} attacks");
    }

    private static IEnumerable<string> Marked(string root, string file) =>
        Attack()
            .Matches(File.ReadAllText(file))
            .Select(found =>
                $"{found.Groups["attack"].Value} | {Path.GetFileNameWithoutExtension(file)}.{found.Groups["method"].Value} | "
                + Path.GetRelativePath(root, file).Replace('\\', '/')
            );

    [GeneratedRegex("""\bAttack\("(?<attack>[^"]+)"\)(?:[^{;]*?)\bpublic (?:async )?(?:static )?[\w<>]+ (?<method>\w+)\(""")]
    private static partial Regex Attack();

    [GeneratedRegex(@"^\| (?<attack>[^|]+) \| \[(?<test>[^\]]+)\]\(\.\./(?<file>[^)]+)\) \|")]
    private static partial Regex Row();
}
