using System.CommandLine;
using KiPass.Bench.Running;

namespace KiPass.Bench.Chaos;

/// <summary><c>./kipass bench chaos</c>.</summary>
internal static class ChaosCommand
{
    private const int MostSilos = 5;
    private const int MostBetween = 1_000_000;

    public static Command Create()
    {
        var seed = new Option<int>("--seed")
        {
            Description = "Fixes faults and workload.",
            DefaultValueFactory = _ => Random.Shared.Next(1, 1_000_000),
        };
        var faults = new Option<int>("--faults") { Description = "How many strike, 1 to 1000.", DefaultValueFactory = _ => 12 };
        var silos = new Option<int>("--silos")
        {
            Description = $"1, or 2 to {MostSilos} as a cluster on PostgreSQL with a standby.",
            DefaultValueFactory = _ => 1,
        };
        var sqlite = new Option<bool>("--sqlite") { Description = "SQLite instead of PostgreSQL; one silo." };
        var plain = new Option<bool>("--plain") { Description = "Several silos without certificates between them." };
        var only = new Option<string?>("--only") { Description = "Kinds of faults, separated by commas; else all." };
        var between = new Option<int>("--between")
        {
            Description = $"Scans accepted before each fault, 1 to {MostBetween}.",
            DefaultValueFactory = _ => 8000,
        };
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        Limits.Require(silos, 1, MostSilos);
        Limits.Require(between, 1, MostBetween);
        var command = new Command("chaos", "Doors at work while processes die: nothing acknowledged may be lost, no token spent twice.")
        {
            seed,
            faults,
            silos,
            sqlite,
            plain,
            between,
            only,
            json,
        };
        // An option that could not be read would throw here, so its own error comes first.
        command.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValue(sqlite) && result.GetValue(silos) > 1)
            {
                result.AddError("--sqlite: several silos need PostgreSQL.");
            }
        });
        command.SetAction(
            async (parsed, _) =>
            {
                var kinds = parsed.GetValue(only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
                var plan = new ChaosPlan(
                    parsed.GetValue(seed),
                    parsed.GetValue(faults),
                    parsed.GetValue(silos),
                    parsed.GetValue(sqlite),
                    parsed.GetValue(plain),
                    parsed.GetValue(between),
                    kinds
                );
                var store = plan.Sqlite ? "SQLite" : "PostgreSQL";
                Console.WriteLine($"chaos on {store}, {Silos(plan.Silos)}, seed {plan.Seed}; {Report.Machine}");
                var figures = await new ChaosBench(plan, Console.WriteLine).Run();
                Report.Write(parsed.GetValue(json), figures);
                Print(figures);
                return figures is { Lost: 0, Double: 0, Wrong: 0, Acknowledged: > 0 } ? 0 : 1;
            }
        );
        return command;
    }

    private static void Print(ChaosFigures figures)
    {
        foreach (var finding in figures.Findings)
        {
            Console.WriteLine($"WRONG: {finding}");
        }
        Console.WriteLine(
            $"{"kind of fault", -20} {"times", 5} {"recovery s", 10} {"gap s", 6} {"facility s", 10} {"whole s", 7} {"ended", 5}"
        );
        foreach (var kind in figures.Kinds.OrderBy(kind => kind.Kind, StringComparer.Ordinal))
        {
            Console.WriteLine(
                $"{kind.Kind, -20} {kind.Count, 5} {kind.SlowestRecoverySeconds, 10:0.00} {kind.LongestGapSeconds, 6:0.00} "
                    + $"{kind.LongestFacilityGapSeconds, 10:0.00} {kind.SlowestWholeSeconds, 7:0.0} {kind.Ended, 5}"
            );
        }
        var outAfter = figures.SlowestOutSeconds > 0 ? $", a dead silo out after {figures.SlowestOutSeconds} s at most" : "";
        Console.WriteLine(
            $"{figures.Faults} faults, {figures.Acknowledged} acknowledged, {figures.Lost} lost, {figures.Double} double, {figures.Wrong} wrong, "
                + $"longest gap {figures.LongestGapSeconds} s, of one facility {figures.LongestFacilityGapSeconds} s, slowest recovery {figures.LongestRecoverySeconds} s{outAfter}"
        );
    }

    private static string Silos(int count) => count == 1 ? "one silo" : $"{count} silos";
}
