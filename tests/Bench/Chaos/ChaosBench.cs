using KiPass.Bench.Chaos.Cluster;
using KiPass.Bench.Running;
using KiPass.Testing;

namespace KiPass.Bench.Chaos;

/// <summary>What a chaos run does.</summary>
/// <param name="Seed">Fixes the order of the faults, what they choose, and the workload.</param>
/// <param name="Silos">1, or several on PostgreSQL with a standby.</param>
/// <param name="IsPlain">Several silos without certificates between them.</param>
/// <param name="Between">Scans accepted before each fault, so that it meets a busy register.</param>
/// <param name="Only">Kinds of faults; empty: all.</param>
internal sealed record ChaosPlan(int Seed, int Faults, int Silos, bool Sqlite, bool IsPlain, int Between, IReadOnlyList<string> Only);

/// <summary>The figures of a chaos run (design section 9).</summary>
/// <param name="LongestGapSeconds">Longest time without an accepted scan at any door; it counts from the first accepted scan.</param>
/// <param name="LongestFacilityGapSeconds">The same at the doors of that facility which waited longest.</param>
/// <param name="SlowestOutSeconds">The longest that a dead, paused or cut-off silo stayed in the cluster; 0 when none did.</param>
internal sealed record ChaosFigures(
    int Seed,
    int Silos,
    int Faults,
    long Acknowledged,
    long Lost,
    long Double,
    long Wrong,
    double LongestGapSeconds,
    double LongestFacilityGapSeconds,
    double LongestRecoverySeconds,
    double SlowestOutSeconds,
    IReadOnlyList<KindFigures> Kinds,
    IReadOnlyList<string> Findings
);

/// <summary>
/// Goal: despite crashes, an acknowledged visit is stored once and a token accepted once. Method: doors scan during faults; a model checks
/// every reply, and the table at the end. The seed fixes faults and workload.
/// </summary>
internal sealed class ChaosBench(ChaosPlan plan, Action<string> say)
{
    private const int Devices = 120;
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenPatience = TimeSpan.FromMinutes(5);

    private readonly VisitModel model = new();
    private readonly Random random = new(plan.Seed);
    private readonly List<(string Kind, TimeSpan Recovery, Gaps Gap, TimeSpan Whole, int Ended)> struck = [];
    private Gaps longest;

    public Task<ChaosFigures> Run() => plan.Silos > 1 ? RunCluster() : RunAlone();

    private async Task<ChaosFigures> RunAlone()
    {
        await using var postgres = plan.Sqlite ? null : await PostgresServer.StartAsync();
        await using var register = await BenchRegister.Start(postgres, Devices);
        var kinds = new Faults(register, new SeededPause(model, random)).Kinds;
        await Work(register, kinds, () => Task.FromResult(0));
        return await Judge(register, TimeSpan.Zero, []);
    }

    private async Task<ChaosFigures> RunCluster()
    {
        await using var cluster = await ChaosCluster.Start(plan.Silos, Devices, plan.IsPlain, say);
        var faults = new ClusterFaults(cluster, random, new SeededPause(model, random), say);
        await Work(cluster.Register, faults.Kinds, cluster.Whole);
        return await Judge(cluster.Register, faults.SlowestOut, faults.Wrong);
    }

    private async Task Work(BenchRegister register, IReadOnlyList<Fault> kinds, Func<Task<int>> whole)
    {
        var unknown = plan.Only.Except(kinds.Select(kind => kind.Name)).ToList();
        if (unknown.Count > 0)
        {
            throw new ArgumentException($"'{unknown[0]}' is none of: {string.Join(", ", kinds.Select(kind => kind.Name))}.");
        }
        using var client = new ScanClient([.. register.Silos.Select(silo => silo.Url)]);
        using var stop = new CancellationTokenSource();
        var clock = new AcceptedClock(register.Devices.Select(device => device.FacilityId));
        var doors = new Workload(register, client, model, clock, plan.Seed).Run(stop.Token);
        var i = 0;
        foreach (var fault in Order([.. kinds.Where(kind => plan.Only.Count == 0 || plan.Only.Contains(kind.Name))]).Take(plan.Faults))
        {
            await AtEveryFacility(clock);
            await Accepted(clock, plan.Between);
            clock.TakeRecent();
            await fault.Strike();
            var mended = TimeProvider.System.GetTimestamp();
            var recovery = await clock.NextAccepted().WaitAsync(RecoveryPatience);
            var ended = await whole();
            var restored = TimeProvider.System.GetElapsedTime(mended);
            await AtEveryFacility(clock);
            struck.Add((fault.Name, recovery, clock.TakeRecent(), restored, ended));
            say(
                $"fault {++i}: {fault.Name}; accepted again after {recovery.TotalSeconds:0.00} s, longest gap {struck[^1].Gap.Anywhere.TotalSeconds:0.00} s, "
                    + $"of one facility {struck[^1].Gap.OneFacility.TotalSeconds:0.00} s"
                    + (plan.Silos > 1 ? $", whole after {restored.TotalSeconds:0.0} s, {ended} started again" : "")
            );
        }
        longest = clock.Longest();
        await stop.CancelAsync();
        await doors;
    }

    // Not only somewhere: a facility whose door stays shut would else be seen at no fault.
    private static Task AtEveryFacility(AcceptedClock clock)
    {
        var since = TimeProvider.System.GetTimestamp();
        return Eventually.True(() => clock.IsEverywhereSince(since), "scans are accepted at every facility", RecoveryPatience);
    }

    private static Task Accepted(AcceptedClock clock, int more)
    {
        var enough = clock.Count + more;
        return Eventually.True(() => clock.Count >= enough, $"{more} more scans are accepted", BetweenPatience);
    }

    // Every kind strikes before any strikes again.
    private IEnumerable<Fault> Order(Fault[] kinds)
    {
        while (true)
        {
            random.Shuffle(kinds);
            foreach (var kind in kinds)
            {
                yield return kind;
            }
        }
    }

    private async Task<ChaosFigures> Judge(BenchRegister register, TimeSpan slowestOut, IEnumerable<string> wrongOfSilos)
    {
        var lost = model.CompareWith(await VisitTable.Read(register));
        string[] wrong = [.. model.Wrong, .. wrongOfSilos];
        string[] findings = [.. model.Doubles, .. wrong];
        return new ChaosFigures(
            plan.Seed,
            plan.Silos,
            struck.Count,
            model.Acknowledged,
            lost,
            model.Doubles.Count,
            wrong.Length,
            Seconds(longest.Anywhere),
            Seconds(longest.OneFacility),
            Seconds(struck.Max(fault => fault.Recovery)),
            Seconds(slowestOut),
            [
                .. struck
                    .GroupBy(fault => fault.Kind)
                    .Select(kind => new KindFigures(
                        kind.Key,
                        kind.Count(),
                        Seconds(kind.Max(fault => fault.Recovery)),
                        Seconds(kind.Max(fault => fault.Gap.Anywhere)),
                        Seconds(kind.Max(fault => fault.Gap.OneFacility)),
                        Seconds(kind.Max(fault => fault.Whole)),
                        kind.Sum(fault => fault.Ended)
                    )),
            ],
            [.. findings.CountBy(finding => finding).Select(finding => $"{finding.Value} × {finding.Key}").Take(20)]
        );
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 2);
}
