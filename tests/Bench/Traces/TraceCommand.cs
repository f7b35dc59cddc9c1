using System.CommandLine;
using System.Globalization;
using KiPass.Bench.Running;

namespace KiPass.Bench.Traces;

/// <summary><c>./kipass bench trace</c>.</summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var visits = new Option<long>("--visits") { Description = "Visits stored over 28 days.", DefaultValueFactory = _ => 20_000_000 };
        var growth = new Option<long[]>("--growth")
        {
            Description = "Smaller sizes, measured before; a twentieth and a quarter when absent.",
            AllowMultipleArgumentsPerToken = true,
        };
        var facilities = new Option<int>("--facilities") { Description = "How many.", DefaultValueFactory = _ => 100_000 };
        var caseVisits = new Option<int>("--case-visits") { Description = "Visits of the index case.", DefaultValueFactory = _ => 40 };
        var contacts = new Option<int>("--contacts")
        {
            Description = "Contacts that the index case is to have, about.",
            DefaultValueFactory = _ => 3000,
        };
        var runs = new Option<int>("--runs") { Description = "Traces, of which the median is the figure.", DefaultValueFactory = _ => 9 };
        var beside = new Option<bool>("--beside") { Description = "Instead: scans a second, alone and with a trace every ten seconds." };
        var pairs = new Option<int>("--pairs") { Description = "With --beside: alternating pairs.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<int>("--seconds") { Description = "With --beside: time of each run.", DefaultValueFactory = _ => 20 };
        var seed = new Option<int>("--seed") { Description = "Of people, places and visits.", DefaultValueFactory = _ => 20_200_610 };
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var command = new Command("trace", "From an order to a line list of names, with real silo, issuer and PostgreSQL.")
        {
            visits,
            growth,
            facilities,
            caseVisits,
            contacts,
            runs,
            beside,
            pairs,
            seconds,
            seed,
            json,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                Console.WriteLine($"trace, seed {parsed.GetValue(seed)}; {Report.Machine}");
                var bench = new TraceBench(parsed.GetValue(facilities), parsed.GetValue(seed), Console.WriteLine);
                var most = parsed.GetValue(visits);
                TraceSize Size(long count) => new(count, parsed.GetValue(caseVisits), parsed.GetValue(contacts));
                if (parsed.GetValue(beside))
                {
                    var compared = await bench.Beside(Size(most), parsed.GetValue(pairs), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
                    Console.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"beside a trace every ten seconds: {compared.Ratio:0.000} of the scans alone (median of pairs)"
                        )
                    );
                    Report.Write(parsed.GetValue(json), compared);
                    return 0;
                }
                long[] smaller = parsed.GetValue(growth) is { Length: > 0 } named ? named : [most / 20, most / 4];
                var figures = await bench.Run([.. smaller.Append(most).Select(Size)], parsed.GetValue(runs));
                Report.Write(parsed.GetValue(json), figures);
                return 0;
            }
        );
        return command;
    }
}
