namespace KiPass.Silo.Health;

/// <summary>
/// The clock for cluster membership: the time of the shared database. Orleans schedules probes by wall-clock time, so a machine
/// whose clock is set back by a minute would send no probes for a minute. Votes against a silo also expire by this time.
/// </summary>
internal sealed class ClusterTime(MachineClock clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.Shared;
}
