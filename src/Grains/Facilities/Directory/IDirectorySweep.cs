namespace KiPass.Grains.Facilities.Directory;

/// <summary>Updates stale rows of the directory. Key <see cref="Key"/>.</summary>
[Alias("kipass.directory-keeper")]
internal interface IDirectorySweep : IGrainWithStringKey
{
    public const string Key = "directory-keeper";

    /// <summary>Registers the reminder; called by each silo when it starts.</summary>
    [Alias("Start")]
    ValueTask Start();

    /// <summary>
    /// Finds facilities without a row, and lets facilities with a stale row update it; a limited number per call. Idempotent.
    /// </summary>
    /// <returns>Number of facilities updated.</returns>
    [Alias("Sweep")]
    ValueTask<int> Sweep();
}
