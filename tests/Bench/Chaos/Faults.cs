using KiPass.Bench.Running;
using KiPass.Testing;

namespace KiPass.Bench.Chaos;

/// <summary>Faults for one silo and its store. Each repairs itself before it returns.</summary>
internal sealed class Faults(BenchRegister register, SeededPause span)
{
    /// <summary>The kinds for this store.</summary>
    public IReadOnlyList<Fault> Kinds =>
        register.Postgres is { } postgres
            ?
            [
                new("kill silo", KillSilo),
                new("restart PostgreSQL", () => Restart(postgres, "fast")),
                new("crash PostgreSQL", () => Restart(postgres, "immediate")),
                new("pause PostgreSQL", () => Pause(() => ProcessCost.Tree(postgres.ProcessId))),
            ]
            : [new("kill silo", KillSilo), new("pause silo", () => Pause(() => [register.Silo.ProcessId]))];

    private async Task KillSilo()
    {
        await register.Silo.Kill();
        await span.Last(0, 1000);
        register.Silo.StartAgain();
    }

    private async Task Restart(PostgresServer postgres, string mode)
    {
        await postgres.Stop(mode);
        await span.Last(0, 2000);
        await postgres.StartAgain();
    }

    private async Task Pause(Func<IReadOnlyList<int>> processes)
    {
        var paused = processes();
        await Signals.Send(paused, "STOP");
        await span.Last(500, 5000);
        await Signals.Send(paused, "CONT");
    }
}
