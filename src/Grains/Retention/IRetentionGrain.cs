namespace KiPass.Grains.Retention;

/// <summary>
/// Destroys what is due (파기). Runs hourly by a reminder and when a silo starts. What it does depends only on the stored data and the clock,
/// because Orleans does not catch up on missed reminders. Not available to Orleans clients. Key <see cref="Key"/>.
/// </summary>
[Alias("kipass.retention")]
internal interface IRetentionGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "retention";

    /// <summary>Registers the reminder and sweeps once. Idempotent, even when two silos call it at the same time.</summary>
    /// <returns>Whether everything that was due is destroyed and recorded; otherwise the next sweep continues.</returns>
    [Alias("Sweep"), ResponseTimeout("00:10:00")]
    Task<bool> Sweep();
}
