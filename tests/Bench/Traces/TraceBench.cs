using System.Globalization;
using KiPass.Bench.Load;
using KiPass.Bench.Running;
using KiPass.Testing;
using KiPass.Tokens;

namespace KiPass.Bench.Traces;

/// <summary>
/// Measures traces as officials have them: a real silo and a real issuer on PostgreSQL with fsync on, an order signed and sealed as the
/// authority does, started over HTTPS, the sealed answers opened and joined to names. Each list is compared with the plan from
/// which the visits were made.
/// </summary>
internal sealed class TraceBench(int facilities, int seed, Action<string> say)
{
    private static readonly TimeSpan BetweenTraces = TimeSpan.FromSeconds(10);

    private readonly KoreanDay today = KoreanDay.Of(TimeProvider.System.GetUtcNow());

    /// <summary>Traces in registers of growing size; the last one is the figure.</summary>
    public async Task<TraceFigures> Run(IReadOnlyList<TraceSize> sizes, int runs)
    {
        await using var server = await PostgresServer.StartAsync("max_wal_size = 8GB");
        var (domains, people, places) = await Begin(server, sizes.Max(size => size.People));
        await using var _ = domains;
        var growth = new List<TraceGrowth>();
        var contacts = 0;
        var window = 0.0;
        foreach (var size in sizes)
        {
            var world = new ManyVisits(people, places, domains, seed, today);
            await using var register = await TraceRegister.Start(domains, places, world, size, devicesEach: 0, say);
            double[] Cpu() => [.. register.ProcessIds.Select(ProcessCost.CpuSeconds)];
            var ofCase = await Median($"{size.Visits, 12:N0} visits, index case", runs, register.TraceCase, Cpu);
            growth.Add(new TraceGrowth(size.Visits, Seconds(ofCase)));
            contacts = ofCase.Contacts;
            window = Seconds(await Median($"{size.Visits, 12:N0} visits, facility", runs, register.TraceWindow, Cpu));
        }
        return new TraceFigures(sizes[^1].Visits, contacts, growth[^1].Seconds, window, growth);
    }

    /// <summary>Scans at full load, alternately alone and with a trace of the index case every ten seconds.</summary>
    public async Task<BesideFigures> Beside(TraceSize size, int pairs, TimeSpan duration)
    {
        // Each device may scan 50 times a second: enough of them that the limit is not what is measured.
        const int DevicesEach = 60;
        await using var server = await PostgresServer.StartAsync("max_wal_size = 8GB");
        var (domains, people, places) = await Begin(server, size.People);
        await using var _ = domains;
        var world = new ManyVisits(people, places, domains, seed, today);
        await using var register = await TraceRegister.Start(domains, places, world, size, DevicesEach, say);
        var scans = new MintedScans(domains.IssuerKeys, TraceDomains.IssuerNumber, register.DeviceTokens);
        await register.TraceCase();
        await Scan(register, scans, TimeSpan.FromSeconds(8));
        var measured = new List<(double Alone, double Beside, double Trace)>();
        for (var pair = 0; pair < pairs; pair++)
        {
            // Whoever is second in a pair has the fuller table: in turn.
            var aloneFirst = pair % 2 == 0;
            var before = aloneFirst ? await Scan(register, scans, duration) : 0;
            var (beside, trace) = await ScanBeside(register, scans, duration);
            var alone = aloneFirst ? before : await Scan(register, scans, duration);
            measured.Add((alone, beside, trace));
            say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"pair {pair + 1}: alone {alone, 8:N0}/s  beside {beside, 8:N0}/s  ratio {beside / alone:0.000}  trace under load {trace:0.00} s"
                )
            );
        }
        var (atAlone, atBeside, _) = measured.OrderBy(m => m.Beside / m.Alone).ElementAt(pairs / 2);
        var traceSeconds = measured.Select(m => m.Trace).Order().ElementAt(pairs / 2);
        return new BesideFigures(
            size.Visits,
            Math.Round(atAlone),
            Math.Round(atBeside),
            Math.Round(atBeside / atAlone, 3),
            Math.Round(traceSeconds, 2)
        );
    }

    private async Task<(TraceDomains Domains, ManyPeople People, ManyPlaces Places)> Begin(PostgresServer server, int count)
    {
        var people = new ManyPeople(count, seed);
        var domains = await TraceDomains.Start(server, people, today - (ManyVisits.Days - 1), today);
        say($"{count:N0} people known to the issuer");
        return (domains, people, new ManyPlaces(facilities, seed));
    }

    private async Task<TraceRun> Median(string name, int runs, Func<Task<TraceRun>> trace, Func<double[]> cpu)
    {
        // A silo that has never traced compiles on the way; it is said, and not part of the median.
        var first = await trace();
        var measured = new List<TraceRun>();
        var before = cpu();
        for (var i = 0; i < runs; i++)
        {
            measured.Add(await trace());
        }
        var spent = cpu().Zip(before, (after, earlier) => (after - earlier) * 1000 / runs).ToArray();
        measured.Sort((one, other) => one.Seconds.CompareTo(other.Seconds));
        var median = measured[runs / 2];
        say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {median.Seconds:0.000} s (fastest {measured[0].Seconds:0.000}, slowest {measured[^1].Seconds:0.000}, the very first "
                    + $"{first.Seconds:0.00}), {median.Contacts:N0} contacts, {median.List.Rows.Count:N0} rows"
            )
        );
        say(
            "    " + string.Join(", ", median.Steps.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Step} {s.Ms:0}"))) + " ms"
        );
        say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"    CPU a trace: silo {spent[0]:0} ms, issuer {spent[1]:0} ms, PostgreSQL {spent[2]:0} ms"
            )
        );
        return median;
    }

    private static double Seconds(TraceRun run) => Math.Round(run.Seconds, 3);

    private static async Task<double> Scan(TraceRegister register, MintedScans scans, TimeSpan duration)
    {
        var figures = await Wrk.Run([scans], [register.Silo.Url], duration);
        return figures.Refused + figures.Broken <= figures.Requests / 1000
            ? figures.PerSecond
            : throw new InvalidOperationException($"{figures.Refused} refused and {figures.Broken} broken of {figures.Requests}.");
    }

    private static async Task<(double PerSecond, double TraceSeconds)> ScanBeside(
        TraceRegister register,
        MintedScans scans,
        TimeSpan duration
    )
    {
        using var over = new CancellationTokenSource();
        var traces = TraceUntil(register, over.Token);
        var perSecond = await Scan(register, scans, duration);
        await over.CancelAsync();
        return (perSecond, (await traces).Average());
    }

    private static async Task<List<double>> TraceUntil(TraceRegister register, CancellationToken over)
    {
        var seconds = new List<double>();
        using var timer = new PeriodicTimer(BetweenTraces);
        try
        {
            do
            {
                seconds.Add((await register.TraceCase()).Seconds);
            } while (await timer.WaitForNextTickAsync(over));
        }
        catch (OperationCanceledException)
        {
            // The scans are over.
        }
        return seconds;
    }
}
