using System.CommandLine;
using KiPass.Bench.Chaos;
using KiPass.Bench.Facilities;
using KiPass.Bench.Issue;
using KiPass.Bench.Scan;
using KiPass.Bench.Scan.Baselines;
using KiPass.Bench.Size;
using KiPass.Bench.Tokens;
using KiPass.Bench.Traces;

var root = new RootCommand("Measures KiPass. One figure is worth nothing without its baseline: both come from the same run.")
{
    ScanCommand.Create(),
    IssueCommand.Create(),
    ChaosCommand.Create(),
    DirectoryCommand.Create(),
    PolicyCommand.Create(),
    TraceCommand.Create(),
    TokensCommand.Create(),
    SizeCommand.Create(),
    BaselineCommand.Create(),
};
root.HelpName = "./kipass bench";
var parsed = root.Parse(args);
if (args.Length > 0 && parsed.Errors is [var error, ..])
{
    await Console.Error.WriteLineAsync($"kipass: {error.Message}");
    return 2;
}
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
