namespace KiPass.Testing;

/// <summary>Polls a condition until it is true or a timeout elapses.</summary>
public static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until the condition is true. Throws <see cref="TimeoutException"/> with the description on timeout.</summary>
    /// <param name="condition">Polled.</param>
    /// <param name="what">The description.</param>
    /// <param name="patience">The timeout; 30 s if absent.</param>
    /// <param name="every">Time between two polls; 25 ms if absent.</param>
    public static async Task True(Func<Task<bool>> condition, string what, TimeSpan? patience = null, TimeSpan? every = null)
    {
        var deadline = TimeProvider.System.GetUtcNow() + (patience ?? TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(every ?? Between);
        while (!await condition())
        {
            if (TimeProvider.System.GetUtcNow() > deadline)
            {
                throw new TimeoutException($"It never became true that {what}.");
            }
            await timer.WaitForNextTickAsync();
        }
    }

    /// <inheritdoc cref="True(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task True(Func<bool> condition, string what, TimeSpan? patience = null) =>
        True(() => Task.FromResult(condition()), what, patience);
}
