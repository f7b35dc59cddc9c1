using System.CommandLine;
using KiPass.Eng;
using KiPass.Eng.Bench;
using KiPass.Eng.Tests;

// The benchmarks parse their own options.
if (args is [BenchCommand.Name, .. var rest])
{
    return await Report(() => BenchCommand.Run(rest, CancellationToken.None));
}
var root = new RootCommand("The engineers' part of ./kipass: what a checkout can do and an installation cannot.")
{
    TestCommand.Create(),
    BenchCommand.Create(),
};
root.HelpName = "./kipass";
var parsed = root.Parse(args);
return parsed.Errors is [var error, ..]
    ? await Report(() => throw new EngException(error.Message))
    : await Report(() => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));

static async Task<int> Report(Func<Task<int>> run)
{
    try
    {
        return await run();
    }
    catch (EngException failure)
    {
        await Console.Error.WriteLineAsync($"kipass: {failure.Message}");
        return failure.ExitCode;
    }
}
