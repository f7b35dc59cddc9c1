using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KiPass.Testing;

/// <summary>Runs the commands in <c>docs/operations.md</c>: unmodified blocks that start with <c>```sh test=NAME</c>.</summary>
public static class ManualScript
{
    private static readonly string Text = File.ReadAllText(Path.Combine(KiPassStack.Root, "docs", "operations.md"));

    /// <summary>Names of all testable blocks.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Regex.Matches(Text, "```sh test=(?<name>[a-z-]+)").Select(m => m.Groups["name"].Value)];

    /// <summary>Runs a block in the checkout and returns its output. Throws with the output if a command fails.</summary>
    /// <param name="name">Name of the block.</param>
    /// <param name="variables">Environment variables with the paths and addresses for the block.</param>
    /// <param name="asPostgres">Whether to run as user <c>postgres</c> if the test runs as root.</param>
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
            // Redirect to a file, because a server started by a command keeps a pipe open.
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
