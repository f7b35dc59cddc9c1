namespace KiPass.Testing;

/// <summary>
/// The system clock plus an offset set by the test. Timers are real, so that it can be the clock of an entire silo, whose own
/// timeouts must keep working.
/// </summary>
public sealed class ShiftedTime : TimeProvider
{
    private long aheadTicks;

    /// <summary>Creates a clock that starts at an instant and advances in real time.</summary>
    public static ShiftedTime From(DateTimeOffset start) => new() { aheadTicks = (start - System.GetUtcNow()).Ticks };

    /// <summary>Advances the clock.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref aheadTicks, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref aheadTicks));
}
