using System.Collections.Concurrent;
using KiPass.Bench.Running;
using KiPass.Testing;

namespace KiPass.Bench.Chaos.Cluster;

/// <summary>Faults for a cluster of silos and its database.</summary>
internal sealed class ClusterFaults(ChaosCluster cluster, Random random, SeededPause span, Action<string> say)
{
    // Far above the 12 s that are promised: the figure tells, not a time-out.
    private static readonly TimeSpan OutPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ClockPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan StrikePatience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<string> wrong = new();

    /// <summary>The longest that a dead, paused or cut-off silo stayed in the cluster.</summary>
    public TimeSpan SlowestOut { get; private set; }

    /// <summary>What a silo did that it must not.</summary>
    public IReadOnlyCollection<string> Wrong => wrong;

    /// <summary>Those kinds that can strike on this machine; the others are named as it is asked for.</summary>
    public IReadOnlyList<Fault> Kinds =>
        [
            new("kill silo", KillSilo),
            new("pause silo", PauseSilo),
            new("cut silos", CutSilos),
            new("cut database", CutDatabase),
            new("slow database", SlowDatabase),
            new("restart PostgreSQL", () => RestartDatabase("fast")),
            new("crash PostgreSQL", () => RestartDatabase("immediate")),
            new("pause PostgreSQL", PauseDatabase),
            new("promote standby", PromoteStandby),
            new("promote after crash", PromoteAfterCrash),
            .. If(cluster.Database.Disk.CanFill, new Fault("full disk", FillDisk), "a file system cannot be mounted"),
            .. If(cluster.Clocks.CanShift, new Fault("shift clock", ShiftClock), "libfaketime is not installed"),
            new("rolling restart", RollingRestart),
        ];

    // Half of them come back before anyone has missed them, under another name.
    private async Task KillSilo()
    {
        var silo = AnySilo();
        var generations = await cluster.Generations();
        await cluster.Register.Silos[silo].Kill();
        if (random.Next(2) == 0)
        {
            await span.Last(0, 1000);
        }
        else
        {
            await Out(generations, [silo]);
        }
        cluster.Register.Silos[silo].StartAgain();
    }

    private async Task PauseSilo()
    {
        var silo = AnySilo();
        var generations = await cluster.Generations();
        var server = cluster.Register.Silos[silo];
        await Signals.Send(server.ProcessId, "STOP");
        await Out(generations, [silo]);
        await span.Last(0, 3000);
        await Signals.Send(server.ProcessId, "CONT");
        await MustEnd(silo, "was paused");
    }

    private async Task CutSilos()
    {
        var silo = AnySilo();
        var isAlone = random.Next(3) > 0;
        var lines = isAlone ? [.. cluster.Around(silo)] : new[] { cluster.Between(silo, AnyOther(silo)) };
        var isSilent = random.Next(2) == 0;
        var generations = await cluster.Generations();
        var before = lines.Sum(line => line.Struck);
        foreach (var line in lines)
        {
            Cut(line, isSilent);
        }
        if (isAlone && cluster.Register.Silos.Count > 2)
        {
            // The one that is alone goes, unless the others' words against one another from a cut just before still count: then they do.
            var others = Enumerable.Range(0, generations.Count).Where(other => other != silo).ToArray();
            foreach (var gone in await Out(generations, [silo], others))
            {
                await MustEnd(gone, "was cut off");
            }
        }
        else
        {
            await span.Last(5000, 15000);
        }
        await MustStrike(() => lines.Sum(line => line.Struck) > before, "a cut between silos");
        foreach (var line in lines)
        {
            line.Mend();
        }
    }

    private async Task CutDatabase()
    {
        var line = cluster.ToDatabase[AnySilo()];
        var before = line.Struck;
        Cut(line, random.Next(2) == 0);
        await span.Last(3000, 15000);
        await MustStrike(() => line.Struck > before, "a cut from the database");
        line.Mend();
    }

    private async Task SlowDatabase()
    {
        var delay = TimeSpan.FromMilliseconds(random.Next(20, 250));
        var before = cluster.ToDatabase.Select(line => line.Struck).ToList();
        foreach (var line in cluster.ToDatabase)
        {
            line.Delay = delay;
        }
        await span.Last(4000, 10000);
        await MustStrike(() => cluster.ToDatabase.Zip(before).All(line => line.First.Struck > line.Second), "a slow database");
        foreach (var line in cluster.ToDatabase)
        {
            line.Mend();
        }
    }

    private async Task RestartDatabase(string mode)
    {
        await cluster.Database.Primary.Stop(mode);
        await span.Last(0, 2000);
        await cluster.Database.Primary.StartAgain();
    }

    private async Task PauseDatabase()
    {
        await cluster.Database.Primary.Pause();
        await span.Last(500, 5000);
        await cluster.Database.Primary.Resume();
    }

    private async Task PromoteStandby()
    {
        await cluster.Database.Fail();
        cluster.Register.Postgres = cluster.Database.Primary;
        await span.Last(0, 3000);
        await cluster.Database.Rebuild();
    }

    private async Task PromoteAfterCrash()
    {
        var down = TimeSpan.FromMilliseconds(random.Next(300, 2000));
        var alone = TimeSpan.FromMilliseconds(random.Next(2000, 4000));
        var visits = await cluster.Database.FailAfterCrash(cluster.Register.Database, () => span.Last(down), () => span.Last(alone));
        cluster.Register.Postgres = cluster.Database.Primary;
        say($"  {visits} visits were on the crashed primary alone");
        await span.Last(0, 3000);
        await cluster.Database.Rebuild();
    }

    private async Task FillDisk()
    {
        var primary = cluster.Database.Primary;
        var before = primary.Log.Length;
        cluster.Database.Disk.Fill();
        await MustStrike(() => primary.Log[before..].Contains("No space left on device", StringComparison.Ordinal), "a full disk");
        await span.Last(2000, 6000);
        cluster.Database.Disk.Free();
        await cluster.DatabaseAnswers();
    }

    private async Task ShiftClock()
    {
        var silo = AnySilo();
        var seconds = random.Next(3, 61) * (random.Next(2) == 0 ? 1 : -1);
        say($"  silo {silo}'s clock is {seconds:+0;-0} s off");
        cluster.Clocks.Shift(silo, seconds);
        await MustNotBeReady(silo, seconds);
        await span.Last(1000, 6000);
        cluster.Clocks.Shift(silo, 0);
    }

    // libfaketime reads the new time once a second.
    private async Task MustNotBeReady(int silo, int seconds)
    {
        string? answer = null;
        try
        {
            await Eventually.True(
                async () =>
                {
                    (var isReady, answer) = await cluster.Register.Silos[silo].AskReady();
                    return !isReady && (answer is null || answer.Contains("clock-differs", StringComparison.Ordinal));
                },
                "a silo with a wrong clock is not ready",
                ClockPatience
            );
        }
        catch (TimeoutException)
        {
            wrong.Enqueue($"a silo whose clock was {seconds} s off said: {answer}");
        }
    }

    private async Task RollingRestart()
    {
        foreach (var silo in cluster.Register.Silos)
        {
            if (!await silo.Stop())
            {
                wrong.Enqueue("a silo did not stop within 20 s of SIGTERM");
            }
            silo.StartAgain();
            await cluster.Whole();
        }
    }

    private async Task<int[]> Out(IReadOnlyList<int> generations, params int[][] groups)
    {
        var (gone, took) = await cluster.DeclaredDead(groups, generations, OutPatience);
        SlowestOut = took > SlowestOut ? took : SlowestOut;
        say($"  silo {string.Join(" and ", gone)} was out after {took.TotalSeconds:0.0} s");
        return gone;
    }

    // A name that was declared dead stays dead: whoever bears it must not go on.
    private async Task MustEnd(int silo, string why)
    {
        var since = TimeProvider.System.GetTimestamp();
        if (await cluster.Register.Silos[silo].Ended(EndPatience))
        {
            say($"  silo {silo} ended {TimeProvider.System.GetElapsedTime(since).TotalSeconds:0.0} s later");
        }
        else
        {
            wrong.Enqueue($"a silo that {why} and was declared dead still ran {EndPatience.TotalSeconds} s later");
            await cluster.Register.Silos[silo].Kill();
        }
    }

    // A fault that met nothing would count as survived.
    private async Task MustStrike(Func<bool> hasStruck, string fault)
    {
        try
        {
            await Eventually.True(hasStruck, $"{fault} strikes", StrikePatience);
        }
        catch (TimeoutException)
        {
            wrong.Enqueue($"{fault} met nothing");
        }
    }

    private Fault[] If(bool isPossible, Fault fault, string why)
    {
        if (!isPossible)
        {
            say($"not possible here: {fault.Name} ({why})");
        }
        return isPossible ? [fault] : [];
    }

    private int AnySilo() => random.Next(cluster.Register.Silos.Count);

    private int AnyOther(int silo) => (silo + random.Next(1, cluster.Register.Silos.Count)) % cluster.Register.Silos.Count;

    private static void Cut(Line line, bool isSilent)
    {
        if (isSilent)
        {
            line.Silence();
        }
        else
        {
            line.Refuse();
        }
    }
}
