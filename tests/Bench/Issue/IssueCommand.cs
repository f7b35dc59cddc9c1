using System.CommandLine;
using KiPass.Bench.Running;

namespace KiPass.Bench.Issue;

/// <summary><c>./kipass bench issue</c>.</summary>
internal static class IssueCommand
{
    public static Command Create()
    {
        var seconds = new Option<int>("--seconds")
        {
            Description = "Measured time of each request, after the warm-up.",
            DefaultValueFactory = _ => 20,
        };
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var command = new Command("issue", "Tickets a second, and passes a second in batches of 8.") { seconds, json };
        command.SetAction(
            async (parsed, _) =>
            {
                Console.WriteLine(Report.Machine);
                var measured = parsed.GetValue(seconds);
                var warmUp = TimeSpan.FromSeconds(Math.Clamp(measured / 2, 2, 8));
                var figures = await IssueBench.Run(warmUp, TimeSpan.FromSeconds(measured), Console.WriteLine);
                Report.Write(parsed.GetValue(json), figures);
                return 0;
            }
        );
        return command;
    }
}
