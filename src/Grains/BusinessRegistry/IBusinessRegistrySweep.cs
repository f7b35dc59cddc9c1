namespace KiPass.Grains.BusinessRegistry;

/// <summary>
/// Checks the facilities that are due: pending ones until the tax service answers, active ones weekly. Key <see cref="Key"/>.
/// </summary>
[Alias("kipass.registry-keeper")]
internal interface IBusinessRegistrySweep : IGrainWithStringKey
{
    public const string Key = "registry-keeper";

    /// <summary>Registers the reminder; called by each silo when it starts.</summary>
    [Alias("Start")]
    ValueTask Start();

    /// <summary>Checks the facilities that are due, a limited number per call. Idempotent.</summary>
    /// <returns>Number of facilities checked.</returns>
    [Alias("Sweep"), ResponseTimeout("00:05:00")]
    ValueTask<int> Sweep();
}
