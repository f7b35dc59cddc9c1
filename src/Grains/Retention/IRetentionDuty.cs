namespace KiPass.Grains.Retention;

/// <summary>Something besides visits that must not outlive its time, for example the results of traces. Run at every sweep.</summary>
internal interface IRetentionDuty
{
    /// <summary>Destroys what is due, a bounded amount at a time, and records it. Repeatable, also by two silos at once.</summary>
    /// <returns>Whether nothing that is due is left.</returns>
    Task<bool> Sweep(DateTimeOffset now, CancellationToken cancellationToken);
}
