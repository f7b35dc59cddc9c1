using KiPass.Testing;

namespace KiPass.Eng.Tests.Tests;

public sealed class TestCommandTests
{
    [Theory]
    [InlineData("No test has 'NoSuchTest' in its full name.", "NoSuchTest")]
    [InlineData("Unrecognized command or argument 'two'.", "one", "two")]
    [InlineData("Unrecognized command or argument '--seconds'.", "one", "--seconds")]
    public async Task An_invalid_selection_prints_one_line_and_exits_with_code_2(string line, params string[] arguments)
    {
        var (exitCode, output) = await KiPassStack.EngCommand(["test", .. arguments]);

        Assert.Equal($"kipass: {line}\n", output);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task A_filter_runs_only_the_projects_with_a_matching_test()
    {
        var (exitCode, output) = await KiPassStack.EngCommand("test", "SampleOfNothing");

        Assert.Matches(@"^Eng\.Tests: 1 passed, 0 failed, [\d.]+ s\n1 passed, 0 failed\n$", output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task The_usage_shows_the_command_as_typed()
    {
        var (exitCode, output) = await KiPassStack.EngCommand("test", "--help");

        Assert.Contains("./kipass test [<FILTER>]", output, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }
}
