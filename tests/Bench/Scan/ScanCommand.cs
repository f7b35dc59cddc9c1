using System.CommandLine;
using KiPass.Bench.Running;

namespace KiPass.Bench.Scan;

/// <summary><c>./kipass bench scan</c>.</summary>
internal static class ScanCommand
{
    private const int MostSilos = 5;

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds")
        {
            Description = "Measured time of each path in each of five rounds, after the warm-up.",
            DefaultValueFactory = _ => 10,
        };
        var rows = new Option<long>("--rows")
        {
            Description = "Instead: the register with this many visits in the day's partition, beside an empty one.",
        };
        var silos = new Option<int>("--silos")
        {
            Description = "How many silos the register has; the load is spread over them, beside a register of one.",
            DefaultValueFactory = _ => 1,
        };
        Limits.Require(silos, 1, MostSilos);
        var minutes = new Option<double>("--minutes") { Description = "Instead: the silos' memory under steady full load for so long." };
        var sqlite = new Option<bool>("--sqlite") { Description = "SQLite as well." };
        var only = new Option<string?>("--only")
        {
            Description = "Instead: one path alone (kipass, plain, grain-state, no-grains, http-only).",
        };
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var command = new Command("scan", "Scans a second, through the register and through what one would write instead.")
        {
            seconds,
            rows,
            silos,
            minutes,
            sqlite,
            only,
            json,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                Console.WriteLine(Report.Machine);
                var measured = parsed.GetValue(seconds);
                var bench = new ScanBench(
                    TimeSpan.FromSeconds(Math.Clamp(measured / 2, 2, 8)),
                    TimeSpan.FromSeconds(measured),
                    Console.WriteLine
                );
                var clustered = parsed.GetValue(silos);
                if (parsed.GetValue(minutes) is > 0 and var span)
                {
                    var memory = await new MemoryBench(TimeSpan.FromMinutes(span), clustered, Console.WriteLine).Run();
                    Report.Write(parsed.GetValue(json), memory);
                    return 0;
                }
                if (parsed.GetValue(rows) is > 0 and var held)
                {
                    var compared = await bench.FullAndEmptyDay(held);
                    Console.WriteLine($"with {held:N0} visits held: {compared.Ratio:0.00} of an empty partition (median of pairs)");
                    Report.Write(parsed.GetValue(json), compared);
                    return 0;
                }
                if (parsed.GetValue(only) is { } path)
                {
                    await bench.Only(path, parsed.GetValue(sqlite), clustered);
                    return 0;
                }
                var figures = await bench.Run(parsed.GetValue(sqlite), clustered);
                Report.Write(parsed.GetValue(json), figures);
                Console.WriteLine(
                    $"kipass is {figures.Pairs.Plain} × plain, {figures.Pairs.GrainState} × grain-state, {figures.Pairs.NoGrains} × no-grains "
                        + "(median of five pairs, least and most)"
                );
                if (figures.OneBesideMany is { } pair)
                {
                    Console.WriteLine($"{clustered} silos cost {pair.CpuRatio:0.00} × the CPU of one, a scan");
                }
                return 0;
            }
        );
        return command;
    }
}
