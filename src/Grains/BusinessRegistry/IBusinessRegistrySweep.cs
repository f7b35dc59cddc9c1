namespace KiPass.Grains.BusinessRegistry;

/// <summary>Keeps asking the tax service about facilities that are due: pending ones until it answers, active ones weekly. Key <see cref="Key"/>.</summary>
[Alias("kipass.registry-keeper")]
internal interface IBusinessRegistrySweep : IGrainWithStringKey
{
    public const string Key = "registry-keeper";

    /// <summary>Makes sure that the reminder is there; called by each silo at its start.</summary>
    [Alias("Start")]
    ValueTask Start();

    /// <summary>Asks about what is due. Bounded and repeatable.</summary>
    /// <returns>How many facilities were asked about.</returns>
    [Alias("Sweep"), ResponseTimeout("00:05:00")]
    ValueTask<int> Sweep();
}
