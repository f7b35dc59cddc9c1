namespace KiPass.Testing;

/// <summary>
/// The system's clock, ahead by as much as a test says. Its timers are real, so that it can be the clock of a whole silo, whose own time-outs
/// must not stand still.
/// </summary>
public sealed class ShiftedTime : TimeProvider
{
    private long aheadTicks;

    /// <summary>A clock that begins at an instant and runs.</summary>
    public static ShiftedTime From(DateTimeOffset start) => new() { aheadTicks = (start - System.GetUtcNow()).Ticks };

    /// <summary>Moves the clock.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref aheadTicks, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref aheadTicks));
}
