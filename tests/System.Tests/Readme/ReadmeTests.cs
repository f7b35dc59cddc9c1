using System.Diagnostics;
using System.Text.RegularExpressions;
using KiPass.Testing;

namespace KiPass.SystemTests.Readme;

/// <summary>What the README tells a newcomer to type does what it says.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_walk_with_curl_goes_as_written()
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

    [Fact]
    public async Task Every_link_in_readme_and_docs_leads_to_a_file()
    {
        var documents = Directory
            .EnumerateFiles(Path.Combine(KiPassStack.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(KiPassStack.Root, "README.md"));
        var broken = new List<string>();
        foreach (var document in documents)
        {
            var folder = Path.GetDirectoryName(document)!;
            broken.AddRange(
                Link()
                    .Matches(await File.ReadAllTextAsync(document))
                    .Select(link => link.Groups["target"].Value.Split('#')[0])
                    .Where(target =>
                        target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, target))
                    )
                    .Select(target => $"{Path.GetFileName(document)}: {target}")
            );
        }
        Assert.Empty(broken);
    }

    [GeneratedRegex("```bash\n(?<script>.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
