using KiPass.Testing;

namespace KiPass.Bench.Chaos;

/// <summary>
/// Pauses that belong to a chaos run, for a time from the seed: how long a fault lasts, and how long a device waits before it tries again. They end
/// early when the model has found an error: the run has failed then.
/// </summary>
internal sealed class SeededPause(VisitModel model, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Lasts for a random time between two numbers of milliseconds.</summary>
    public Task Last(int fromMs, int untilMs) => Last(TimeSpan.FromMilliseconds(random.Next(fromMs, untilMs)));

    /// <summary>Lasts for this time.</summary>
    public Task Last(TimeSpan span)
    {
        var since = TimeProvider.System.GetTimestamp();
        return Eventually.True(
            () => TimeProvider.System.GetElapsedTime(since) >= span || model.Wrong.Count > 0 || model.Doubles.Count > 0,
            "a pause of the run is over",
            span + Patience
        );
    }
}
