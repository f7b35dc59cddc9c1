using System.Text.RegularExpressions;
using KiPass.Testing;

namespace KiPass.SystemTests.Readme;

/// <summary>Every relative link of README, CONTRIBUTING and <c>docs/</c> leads to a file or folder, and to a heading if it names one.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] Documents =
    [
        Path.Combine(KiPassStack.Root, "README.md"),
        Path.Combine(KiPassStack.Root, "CONTRIBUTING.md"),
        .. Directory.EnumerateFiles(Path.Combine(KiPassStack.Root, "docs"), "*.md", SearchOption.AllDirectories),
    ];

    [Fact]
    public void Every_relative_link_points_to_an_existing_file_and_heading()
    {
        var links = Documents.SelectMany(document => LinksOf(File.ReadAllText(document)).Select(target => (document, target))).ToList();

        Assert.True(links.Count > 100, $"Only {links.Count} links were found.");
        var faults = links
            .Select(link => (link.document, link.target, fault: FaultOf(link.document, link.target)))
            .Where(link => link.fault is not null)
            .Select(link => $"{Path.GetRelativePath(KiPassStack.Root, link.document)}: {link.target} ({link.fault})")
            .ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("docs/operations.md", null)]
    [InlineData("docs/operations.md#keys", null)]
    [InlineData("docs/operations.md#a-standby-of-the-registers-database", null)]
    [InlineData("docs", null)]
    [InlineData("#build-and-test", null)]
    [InlineData("docs/operations.md#no-such-heading", "no such heading")]
    [InlineData("#no-such-heading", "no such heading")]
    [InlineData("docs#keys", "not a document")]
    [InlineData("docs/Operations.md", "no such file")]
    [InlineData("../outside.md", "outside of the repository")]
    public void The_link_check_reports_a_broken_link(string target, string? fault) =>
        Assert.Equal(fault, FaultOf(Path.Combine(KiPassStack.Root, "CONTRIBUTING.md"), target));

    [Fact]
    public void Links_inside_code_are_ignored()
    {
        const string text = "[a](b.md) ![c](d.png) `[e](f.md)`\n```sh\n[g](h.md)\n```\n[i](https://example.com)\n[![j](k.png)](l.md)\n";
        Assert.Equal(["b.md", "d.png", "k.png", "l.md"], LinksOf(text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Heading_anchors_follow_GitHubs_rules() =>
        Assert.Equal(
            ["keys", "the-pass-version-1-kp1", "a-registers-store", "keys-1", "보관-파기"],
            AnchorsOf(
                "# Keys\n## The pass, version 1 (`KP1`)\n### A [register's](x.md) store\n```\n# not a heading\n```\n## Keys\n## 보관, 파기\n"
            )
        );

    private static IEnumerable<string> LinksOf(string text) =>
        Link()
            .Matches(Code().Replace(text, ""))
            .Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    private static string? FaultOf(string document, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? document : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, parts[0]));
        if (path != KiPassStack.Root && !path.StartsWith(KiPassStack.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return "outside of the repository";
        }
        if (!Path.Exists(path))
        {
            return "no such file";
        }
        if (parts.Length == 1)
        {
            return null;
        }
        return Path.GetExtension(path) != ".md" ? "not a document"
            : AnchorsOf(File.ReadAllText(path)).Contains(parts[1]) ? null
            : "no such heading";
    }

    private static List<string> AnchorsOf(string text)
    {
        var anchors = new List<string>();
        var times = new Dictionary<string, int>();
        foreach (Match heading in Heading().Matches(Fenced().Replace(text, "")))
        {
            var words = LinkedText().Replace(heading.Groups["text"].Value.Trim(), "${text}");
            var anchor = NotInAnchors().Replace(words.ToLowerInvariant(), "").Replace(' ', '-');
            var before = times.GetValueOrDefault(anchor);
            times[anchor] = before + 1;
            anchors.Add(before == 0 ? anchor : $"{anchor}-{before}");
        }
        return anchors;
    }

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkedText();

    [GeneratedRegex(@"[^\p{L}\p{N}\p{M} _-]")]
    private static partial Regex NotInAnchors();
}
