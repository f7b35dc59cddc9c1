namespace KiPass.Grains.Retention;

/// <summary>Data other than visits that must be destroyed in time, for example the results of traces. Called at every sweep.</summary>
internal interface IRetentionDuty
{
    /// <summary>
    /// Destroys and records what is due, a limited amount per call. Idempotent, even when two silos call it at the same time.
    /// </summary>
    /// <returns>Whether everything that was due has been destroyed.</returns>
    Task<bool> Sweep(DateTimeOffset now, CancellationToken cancellationToken);
}
