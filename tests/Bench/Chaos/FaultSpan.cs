using KiPass.Testing;

namespace KiPass.Bench.Chaos;

/// <summary>
/// Lets a fault last for a time from the seed, because how long it lasts is part of the fault. Ends early when the model has found an error: the
/// run has failed then.
/// </summary>
internal sealed class FaultSpan(VisitModel model, Random random)
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
            "a fault has lasted its time",
            span + Patience
        );
    }
}
