namespace KiPass.Grains.Retention;

/// <summary>
/// The destructions in progress; written before a day is destroyed, so that its destruction is recorded even after a crash.
/// </summary>
internal sealed record RetentionState
{
    public List<BegunDestruction> Begun { get; init; } = [];
}

/// <param name="Id">Identifies the destruction, so that it is recorded only once.</param>
/// <param name="Day">Number of the Korean day.</param>
/// <param name="Count">Number of visits and paper visits of the day.</param>
internal sealed record BegunDestruction(Guid Id, int Day, long Count);
