namespace KiPass.Grains.Retention;

/// <summary>
/// Destroys what is due (파기). Woken by an hourly reminder and when a silo starts; what it does follows from what is stored and the clock, not
/// from which tick it is: Orleans never catches up on a tick it missed. Only inside the register. Key <see cref="Key"/>.
/// </summary>
[Alias("kipass.retention")]
internal interface IRetentionGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "retention";

    /// <summary>Makes sure of the reminder and sweeps once. Safe to repeat, also by two silos at once.</summary>
    /// <returns>Whether all that was due is destroyed and recorded; otherwise the next sweep goes on.</returns>
    [Alias("Sweep"), ResponseTimeout("00:10:00")]
    Task<bool> Sweep();
}
