using System.CommandLine;
using System.Globalization;
using KiPass.Bench.Running;

namespace KiPass.Bench.Size;

/// <summary><c>./kipass bench size</c>.</summary>
internal static class SizeCommand
{
    private const int Fewest = 100_000;
    private const int Most = 50_000_000;

    public static Command Create()
    {
        var visits = new Option<int>("--visits")
        {
            Description = "Visits of the day that is measured, 100,000 to 50,000,000.",
            DefaultValueFactory = _ => 2_000_000,
        };
        Limits.Require(visits, Fewest, Most);
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var command = new Command("size", "Bytes a visit: table, indexes, write-ahead log; on PostgreSQL and on SQLite.") { visits, json };
        command.SetAction(
            async (parsed, _) =>
            {
                Console.WriteLine($"size; {Report.Machine}");
                var figures = await SizeBench.Run(parsed.GetValue(visits), Console.WriteLine);
                foreach (
                    var (name, bytes) in new[]
                    {
                        ("a visit, of a day that is written", figures.OpenBytes),
                        ("a visit, of a day that is closed", figures.ClosedBytes),
                        ("a visit, SQLite", figures.SqliteBytes),
                        ("write-ahead log a visit, between checkpoints", figures.WalBytes),
                        ("write-ahead log a visit, just after a checkpoint", figures.WalAfterCheckpointBytes),
                    }
                )
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes, 8:F0} bytes {name}"));
                }
                Report.Write(parsed.GetValue(json), figures);
                return 0;
            }
        );
        return command;
    }
}
