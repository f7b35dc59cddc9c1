using KiPass.Hosting.Settings;
using KiPass.Tokens.Keys;

namespace KiPass.Hosting.Tests.Settings;

[Collection(nameof(ProgramStartTests))]
[CollectionDefinition(nameof(ProgramStartTests), DisableParallelization = true)]
public sealed class ProgramStartTests
{
    [Fact]
    public async Task A_startup_error_prints_one_line_and_exits_with_code_2()
    {
        Assert.Equal((2, "first second\n"), await Run(() => throw new StartException("first\nsecond")));
        Assert.Equal((2, "kipass: wrong\n"), await Run(() => throw new StartException("wrong"), name: "kipass"));
        Assert.Equal((2, "a key\n"), await Run(() => throw new DomainFolderException("a key")));
    }

    [Fact]
    public async Task The_startup_error_is_found_inside_wrapping_exceptions()
    {
        var wrapped = new AggregateException(new InvalidOperationException("host", new StartException("cause")));
        Assert.Equal((2, "cause\n"), await Run(() => throw wrapped));
    }

    [Fact]
    public async Task A_program_can_explain_its_own_exceptions()
    {
        Task<(int, string)> Explained(Exception e) => Run(() => throw e, explain: x => x is NotSupportedException ? "known" : null);

        Assert.Equal((2, "known\n"), await Explained(new NotSupportedException()));
        await Assert.ThrowsAsync<ArgumentException>(() => Explained(new ArgumentException("a bug")));
    }

    [Fact]
    public async Task The_exit_code_of_the_program_is_preserved() => Assert.Equal((7, ""), await Run(() => Task.FromResult(7)));

    private static async Task<(int, string)> Run(Func<Task<int>> program, Func<Exception, string?>? explain = null, string? name = null)
    {
        var before = Console.Error;
        await using var errors = new StringWriter { NewLine = "\n" };
        Console.SetError(errors);
        try
        {
            return (await ProgramStart.Run(program, explain, name), errors.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
