namespace KiPass.Grains.Facilities.Directory;

/// <summary>Keeps the directory equal to the facilities. Key <see cref="Key"/>.</summary>
[Alias("kipass.directory-keeper")]
internal interface IDirectorySweep : IGrainWithStringKey
{
    public const string Key = "directory-keeper";

    /// <summary>Makes sure that the reminder is there; called by each silo at its start.</summary>
    [Alias("Start")]
    ValueTask Start();

    /// <summary>Finds facilities that have no row, and asks every facility whose row may be behind. Bounded and repeatable.</summary>
    /// <returns>How many facilities were asked.</returns>
    [Alias("Sweep")]
    ValueTask<int> Sweep();
}
