using System.Diagnostics;
using KiPass.Testing;

namespace KiPass.SystemTests.Door;

/// <summary>The type check of the web apps' JavaScript: JSDoc types, TypeScript's compiler in strict mode, <c>eng/web</c>.</summary>
[Needs("nodejs", "npm")]
public sealed class TypeCheckTests
{
    private static readonly string Folder = Path.Combine(KiPassStack.Root, "eng", "web");

    [Fact]
    public async Task The_JavaScript_of_the_apps_and_portals_has_no_type_errors()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(Folder, "package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
        {
            var (installing, report) = await Run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            Assert.True(installing == 0, report);
        }
        var (exitCode, errors) = await Run("node", "check.mjs");
        Assert.True(exitCode == 0, errors);
    }

    [Fact]
    public void The_lock_file_contains_no_registry_URL() =>
        Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Path.Combine(Folder, "package-lock.json")), StringComparison.Ordinal);

    private static async Task<(int ExitCode, string Output)> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
