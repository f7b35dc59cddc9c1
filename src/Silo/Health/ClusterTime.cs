namespace KiPass.Silo.Health;

/// <summary>
/// The time by which silos watch one another: the database's, one for all. Orleans waits for its next probe until a time of day, so a machine
/// whose clock is set back by a minute would probe nobody for a minute; and a silo's word against another counts by when it was given.
/// </summary>
internal sealed class ClusterTime(MachineClock clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.Shared;
}
