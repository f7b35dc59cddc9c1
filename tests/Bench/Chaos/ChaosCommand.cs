using System.CommandLine;
using KiPass.Bench.Running;

namespace KiPass.Bench.Chaos;

/// <summary><c>./kipass bench chaos</c>.</summary>
internal static class ChaosCommand
{
    public static Command Create()
    {
        var seed = new Option<int>("--seed")
        {
            Description = "Fixes faults and workload.",
            DefaultValueFactory = _ => Random.Shared.Next(1, 1_000_000),
        };
        var faults = new Option<int>("--faults") { Description = "How many strike, 1 to 1000.", DefaultValueFactory = _ => 12 };
        var sqlite = new Option<bool>("--sqlite") { Description = "SQLite instead of PostgreSQL." };
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var command = new Command("chaos", "Doors at work while processes die: nothing acknowledged may be lost, no token spent twice.")
        {
            seed,
            faults,
            sqlite,
            json,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                var chosen = parsed.GetValue(seed);
                Console.WriteLine($"chaos on {(parsed.GetValue(sqlite) ? "SQLite" : "PostgreSQL")}, seed {chosen}; {Report.Machine}");
                var figures = await ChaosBench.Run(chosen, parsed.GetValue(faults), parsed.GetValue(sqlite), Console.WriteLine);
                Report.Write(parsed.GetValue(json), figures);
                foreach (var finding in figures.Findings)
                {
                    Console.WriteLine($"WRONG: {finding}");
                }
                Console.WriteLine(
                    $"{figures.Faults} faults, {figures.Acknowledged} acknowledged, {figures.Lost} lost, {figures.Double} double, {figures.Wrong} wrong, "
                        + $"longest gap {figures.LongestGapSeconds} s, slowest recovery {figures.LongestRecoverySeconds} s"
                );
                return figures is { Lost: 0, Double: 0, Wrong: 0, Acknowledged: > 0 } ? 0 : 1;
            }
        );
        return command;
    }
}
