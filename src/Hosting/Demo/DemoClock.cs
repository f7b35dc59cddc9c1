namespace KiPass.Hosting.Demo;

/// <summary>
/// The clock of a process that seeds a demonstration. It is set back while the past is written, so that a program's own code records the past.
/// Timers run in real time.
/// </summary>
public sealed class DemoClock(TimeProvider real) : TimeProvider
{
    private long behind;

    /// <summary>The real time.</summary>
    public DateTimeOffset Now => real.GetUtcNow();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() - TimeSpan.FromTicks(Volatile.Read(ref behind));

    /// <summary>Sets the clock to an instant that is not in the future; it runs on from there.</summary>
    public void Set(DateTimeOffset instant) => Volatile.Write(ref behind, Math.Max(0, (real.GetUtcNow() - instant).Ticks));

    /// <summary>Returns to the real time.</summary>
    public void Reset() => Volatile.Write(ref behind, 0);
}
