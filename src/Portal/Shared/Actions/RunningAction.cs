namespace KiPass.Portal.Shared.Actions;

/// <summary>
/// The action that runs in a browser tab (one circuit). While an action runs, another one does not start, so that two clicks have the effect
/// of one. Every button of a portal starts its action through <see cref="ActionButton"/>.
/// </summary>
public sealed class RunningAction
{
    /// <summary>Raised when an action starts and when it ends.</summary>
    public event Action? Changed;

    public bool IsRunning { get; private set; }

    /// <summary>Runs an action. Does nothing while another one runs.</summary>
    /// <returns>Whether the action ran.</returns>
    public async Task<bool> Run(Func<Task> action)
    {
        if (IsRunning)
        {
            return false;
        }
        IsRunning = true;
        Changed?.Invoke();
        try
        {
            await action();
        }
        finally
        {
            IsRunning = false;
            Changed?.Invoke();
        }
        return true;
    }
}
