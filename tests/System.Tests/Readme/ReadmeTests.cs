using System.Diagnostics;
using System.Text.RegularExpressions;
using KiPass.Testing;

namespace KiPass.SystemTests.Readme;

/// <summary>The README and the pages behind it are correct: the example runs, and the explanations are complete.</summary>
[Needs("curl")]
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_readmes_curl_example_works()
    {
        await using var stack = await KiPassStack.Start(demo: true);
        var walk = BashBlock()
            .Match(await File.ReadAllTextAsync(Path.Combine(KiPassStack.Root, "README.md")))
            .Groups["script"]
            .Value.Replace("localhost:6080", stack.Register.Authority, StringComparison.Ordinal)
            .Replace("localhost:6081", stack.Issuer.Authority, StringComparison.Ordinal)
            .Replace("./demo-data", stack.Data, StringComparison.Ordinal);
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", walk]) { RedirectStandardOutput = true })!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == 3, output);
        Assert.Contains("\"repeated\":false", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"repeated\":true", lines[1], StringComparison.Ordinal);
        Assert.Contains("pass-already-used", lines[2], StringComparison.Ordinal);
    }

    /// The most important guarantee is easy to check: at most three links lead from the README to the line of code.
    [Fact]
    public void The_readme_reaches_the_single_use_SQL_statement_in_three_links()
    {
        var line = Directory
            .EnumerateFiles(Path.Combine(KiPassStack.Root, "src", "Grains"), "PostgresBatchStore.cs", SearchOption.AllDirectories)
            .Single();
        var reached = new HashSet<string> { Path.Combine(KiPassStack.Root, "README.md") };
        for (var links = 0; links < 3 && !reached.Contains(line); links++)
        {
            reached.UnionWith([.. reached.Where(file => file.EndsWith(".md", StringComparison.Ordinal)).SelectMany(LinkedFrom)]);
        }

        Assert.Contains(line, reached);
        var insert = File.ReadAllText(line);
        Assert.Contains("ON CONFLICT DO NOTHING", insert, StringComparison.Ordinal);
        Assert.Matches(
            @"This line decides single use:\*\* `ON CONFLICT DO NOTHING`\s+on the primary key, in \[PostgresBatchStore\]",
            Architecture()
        );
        Assert.Contains(
            "PRIMARY KEY (slot, issuer, token_id)",
            File.ReadAllText(Path.Combine(KiPassStack.Root, "deploy", "sql", "register", "postgres", "0004_visits.sql")),
            StringComparison.Ordinal
        );
    }

    /// The architecture page explains every grain of a silo.
    [Fact]
    public void The_architecture_page_mentions_every_grain()
    {
        var grains = Directory
            .EnumerateFiles(Path.Combine(KiPassStack.Root, "src", "Grains"), "*Grain.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(name => name[0] != 'I' || !char.IsAsciiLetterUpper(name[1]))
            .ToList();

        Assert.NotEmpty(grains);
        Assert.All(grains, grain => Assert.Contains($"[{grain}]", Architecture(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_ADR_index_lists_each_record_once()
    {
        var folder = Path.Combine(KiPassStack.Root, "docs", "adr");
        var records = Directory.GetFiles(folder, "0*.md").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);
        var named = Link().Matches(File.ReadAllText(Path.Combine(folder, "README.md"))).Select(link => link.Groups["target"].Value);

        Assert.Equal(records, named);
    }

    private static string Architecture() => File.ReadAllText(Path.Combine(KiPassStack.Root, "docs", "architecture.md"));

    private static IEnumerable<string> LinkedFrom(string document) =>
        Link()
            .Matches(File.ReadAllText(document))
            .Select(link => link.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            .Select(target => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, target)))
            .Where(File.Exists);

    [GeneratedRegex("```bash\n(?<script>.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
