using KiPass.Bench.Running;
using KiPass.Testing;

namespace KiPass.Bench.Chaos;

/// <summary>The figures of a chaos run (design section 9).</summary>
internal sealed record ChaosFigures(
    int Seed,
    int Faults,
    long Acknowledged,
    long Lost,
    long Double,
    long Wrong,
    double LongestGapSeconds,
    double LongestRecoverySeconds,
    IReadOnlyList<string> Findings
);

/// <summary>
/// Goal: whatever dies, an acknowledged visit is stored once and a token is spent once. Method: doors work while the silo is killed and the
/// database restarted, crashed and paused; a model checks every reply, and the table at the end. The seed fixes faults and workload.
/// </summary>
internal static class ChaosBench
{
    private const int Devices = 120;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(30);

    public static async Task<ChaosFigures> Run(int seed, int faults, bool sqlite, Action<string> say)
    {
        await using var postgres = sqlite ? null : await PostgresServer.StartAsync();
        await using var register = await BenchRegister.Start(postgres, Devices);
        var model = new VisitModel();
        var clock = new AcceptedClock();
        using var client = new ScanClient([register.Silo.Url]);
        using var stop = new CancellationTokenSource();
        var doors = new Workload(register, client, model, clock, seed).Run(stop.Token);

        var slowest = TimeSpan.Zero;
        var random = new Random(seed);
        var kinds = new Faults(register, random).Kinds;
        for (var i = 0; i < faults; i++)
        {
            await clock.NextAccepted();
            await Task.Delay(Quiet);
            // Every kind strikes before any strikes again.
            var (name, strike) = kinds[i < kinds.Count ? i : random.Next(kinds.Count)];
            await strike();
            var recovery = await clock.NextAccepted().WaitAsync(RecoveryPatience);
            slowest = recovery > slowest ? recovery : slowest;
            say($"fault {i + 1}: {name}; accepted again after {recovery.TotalSeconds:0.00} s");
        }
        await clock.NextAccepted();
        await stop.CancelAsync();
        await doors;

        var lost = model.CompareWith(await VisitTable.Read(register));
        string[] findings = [.. model.Doubles, .. model.Wrong];
        return new ChaosFigures(
            seed,
            faults,
            model.Acknowledged,
            lost,
            model.Doubles.Count,
            model.Wrong.Count,
            Math.Round(clock.LongestGap.TotalSeconds, 2),
            Math.Round(slowest.TotalSeconds, 2),
            [.. findings.CountBy(f => f).Select(f => $"{f.Value} × {f.Key}").Take(20)]
        );
    }
}
