using KiPass.Testing;

namespace KiPass.Bench.Load;

/// <summary>A load that runs while something is measured.</summary>
internal static class RunningLoad
{
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Waits until a load has run for ten seconds, or for half of its time if that is less, so that the memory at its end can be compared with
    /// the memory then. Ends early with the load.
    /// </summary>
    public static Task HasSettled(this Task load, TimeSpan duration)
    {
        var since = TimeProvider.System.GetTimestamp();
        var span = duration / 2 < TenSeconds ? duration / 2 : TenSeconds;
        return Eventually.True(
            () => load.IsCompleted || TimeProvider.System.GetElapsedTime(since) >= span,
            "the load has settled",
            span + TenSeconds
        );
    }
}
