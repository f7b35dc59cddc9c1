using System.CommandLine;
using System.Globalization;
using KiPass.Bench.Running;

namespace KiPass.Bench.Facilities;

/// <summary><c>./kipass bench directory</c>.</summary>
internal static class DirectoryCommand
{
    public static Command Create()
    {
        var facilities = new Option<int>("--facilities")
        {
            Description = "How many, 1,000 to 5,000,000.",
            DefaultValueFactory = _ => 300_000,
        };
        var rows = new Option<int>("--rows") { Description = "Rows of the licence list, 10 to 50,000.", DefaultValueFactory = _ => 10_000 };
        var runs = new Option<int>("--runs") { Description = "Runs of each question.", DefaultValueFactory = _ => 20 };
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var command = new Command("directory", "Licence lists, the dashboard and searches over a nation's facilities on PostgreSQL.")
        {
            facilities,
            rows,
            runs,
            json,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                Console.WriteLine($"directory; {Report.Machine}");
                var figures = await DirectoryBench.Run(
                    parsed.GetValue(facilities),
                    parsed.GetValue(rows),
                    parsed.GetValue(runs),
                    Console.WriteLine
                );
                foreach (var one in figures)
                {
                    var over = one.LargestMs > one.LimitMs ? "OVER" : "";
                    Console.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{one.MedianMs, 10:F1} ms, largest {one.LargestMs, 8:F1}, limit {one.LimitMs, 6:F0}  {one.Name} {over}"
                        )
                    );
                }
                Report.Write(parsed.GetValue(json), figures);
                return figures.All(one => one.MedianMs <= one.LimitMs) ? 0 : 1;
            }
        );
        return command;
    }
}
