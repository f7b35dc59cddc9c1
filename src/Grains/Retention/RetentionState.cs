namespace KiPass.Grains.Retention;

/// <summary>What the retention grain has begun: written before a day is destroyed, so that a crash in the middle still leaves its record.</summary>
internal sealed record RetentionState
{
    public List<BegunDestruction> Begun { get; init; } = [];
}

/// <param name="Id">Recorded at most once.</param>
/// <param name="Day">The Korean day, as its number.</param>
/// <param name="Count">How many visits and paper visits the day held.</param>
internal sealed record BegunDestruction(Guid Id, int Day, long Count);
