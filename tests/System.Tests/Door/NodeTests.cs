using System.Diagnostics;
using KiPass.Testing;

namespace KiPass.SystemTests.Door;

/// <summary>Tests of the web apps' modules (pass format, texts, dates, encryption) in Node, without a browser: <c>tests/Door</c>.</summary>
[Needs("nodejs")]
public sealed class NodeTests
{
    [Fact]
    public async Task The_JavaScript_modules_pass_their_tests_in_Node()
    {
        var start = new ProcessStartInfo("node", ["--no-warnings", "--import", "./tests/Door/shared-modules.mjs", "--test", "tests/Door/"])
        {
            WorkingDirectory = KiPassStack.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync() + await errors;
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, output);
        Assert.DoesNotContain("# tests 0", output, StringComparison.Ordinal);
    }
}
