using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KiPass.Testing;

/// <summary>The commands of <c>docs/operations.md</c>: blocks that begin with <c>```sh test=NAME</c>, run as they stand.</summary>
public static class ManualScript
{
    private static readonly string Text = File.ReadAllText(Path.Combine(KiPassStack.Root, "docs", "operations.md"));

    /// <summary>The names of all blocks that a test runs.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Regex.Matches(Text, "```sh test=(?<name>[a-z-]+)").Select(m => m.Groups["name"].Value)];

    /// <summary>Runs a block in the checkout; gives what it printed, and throws with that when a command fails.</summary>
    /// <param name="name">Of the block.</param>
    /// <param name="variables">The environment, in which the block finds its places.</param>
    /// <param name="asPostgres">As user <c>postgres</c>, where the test runs as root.</param>
    public static async Task<string> Run(string name, IReadOnlyDictionary<string, string> variables, bool asPostgres = false)
    {
        var block = Regex.Match(Text, $"```sh test={name}\n(?<script>.*?)```", RegexOptions.Singleline);
        if (!block.Success)
        {
            throw new InvalidOperationException($"docs/operations.md has no block test={name}.");
        }
        string[] bash = ["bash", "-euo", "pipefail", "-c", block.Groups["script"].Value];
        string[] command = asPostgres && Environment.IsPrivilegedProcess ? ["runuser", "-p", "-u", "postgres", "--", .. bash] : bash;
        var output = Path.GetTempFileName();
        try
        {
            // To a file: a server that a command starts keeps a pipe open.
            var start = new ProcessStartInfo(
                "/bin/sh",
                ["-c", """out="$1"; shift; exec "$@" >"$out" 2>&1 </dev/null""", "sh", output, .. command]
            )
            {
                WorkingDirectory = asPostgres ? "/tmp" : KiPassStack.Root,
            };
            foreach (var (key, value) in variables)
            {
                start.Environment[key] = value;
            }
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            var printed = await File.ReadAllTextAsync(output);
            return process.ExitCode == 0
                ? printed
                : throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {printed}");
        }
        finally
        {
            File.Delete(output);
        }
    }
}
