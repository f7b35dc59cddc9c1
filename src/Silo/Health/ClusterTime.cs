namespace KiPass.Silo.Health;

/// <summary>
/// The time that silos use to watch one another: the database's, which all share. Orleans schedules its next probe by the time of day, so a
/// machine whose clock is set back by a minute would probe nobody for a minute; and votes against a silo expire by their time.
/// </summary>
internal sealed class ClusterTime(MachineClock clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.Shared;
}
