namespace KiPass.Portal.Shared.Actions;

/// <summary>
/// Runs one load of a page at a time, and one more if something changed in the meantime, so that an older answer never replaces a newer one.
/// Used on the synchronization context of a component.
/// </summary>
public sealed class LatestLoad(Func<Task> load)
{
    private bool asked;
    private Task running = Task.CompletedTask;

    /// <summary>Loads what is current now.</summary>
    /// <returns>Completes when a load that began after this call has ended.</returns>
    public Task Run()
    {
        asked = true;
        return running.IsCompleted ? running = LoadWhileAsked() : running;
    }

    private async Task LoadWhileAsked()
    {
        while (asked)
        {
            asked = false;
            await load();
        }
    }
}
