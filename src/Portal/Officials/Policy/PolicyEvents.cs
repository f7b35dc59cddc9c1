using KiPass.Contracts.Policy;

namespace KiPass.Portal.Officials.Policy;

/// <summary>The kind of a policy event.</summary>
internal enum PolicyEventKind
{
    OrderEntered = 0,
    OrderWithdrawn = 1,
    ExemptionProposed = 2,
    ExemptionApproved = 3,
    LevelChanged = 4,
    LevelProposed = 5,
    LevelWithdrawn = 6,
}

/// <summary>An event in the policy history.</summary>
/// <param name="At">Time of the event.</param>
/// <param name="By">Id of the account that caused it.</param>
/// <param name="Kind">Kind of the event.</param>
/// <param name="Order">The order, for events of an order.</param>
/// <param name="Exemption">The exemption, for events of an exemption.</param>
/// <param name="Level">The change of the level, for events of a level.</param>
internal sealed record PolicyEvent(
    DateTimeOffset At,
    string By,
    PolicyEventKind Kind,
    RestrictionOrderEntry? Order = null,
    ExemptionEntry? Exemption = null,
    LevelChange? Level = null
);

/// <summary>Merges all policy entries into one sequence.</summary>
internal static class PolicyEvents
{
    /// <summary>Returns the events, newest first.</summary>
    public static IReadOnlyList<PolicyEvent> Of(PolicyHistory history) =>
        [
            .. history
                .Orders.SelectMany(Events)
                .Concat(history.Exemptions.SelectMany(Events))
                .Concat(history.Levels.Select(Event))
                .Concat(history.Proposals().SelectMany(Events))
                .OrderByDescending(one => one.At),
        ];

    public static IEnumerable<string> People(PolicyHistory history) =>
        history
            .Orders.SelectMany(entry => new[] { entry.By, entry.WithdrawnBy })
            .Concat(history.Exemptions.SelectMany(entry => new[] { entry.ProposedBy, entry.ApprovedBy, entry.EndedBy }))
            .Concat(history.Levels.SelectMany(entry => new[] { entry.By, entry.ApprovedBy }))
            .Concat(history.Proposals().SelectMany(entry => new[] { entry.ProposedBy, entry.ApprovedBy, entry.WithdrawnBy }))
            .OfType<string>()
            .Distinct();

    /// <summary>The proposed levels. A register of an earlier release returns none.</summary>
    public static IReadOnlyList<LevelProposal> Proposals(this PolicyHistory history) =>
        history.LevelProposals.IsDefault ? [] : history.LevelProposals;

    private static PolicyEvent Event(LevelEntry entry) =>
        new(entry.At, entry.ApprovedBy ?? entry.By, PolicyEventKind.LevelChanged, Level: entry.Change);

    private static IEnumerable<PolicyEvent> Events(LevelProposal entry)
    {
        yield return new PolicyEvent(entry.ProposedAt, entry.ProposedBy, PolicyEventKind.LevelProposed, Level: entry.Change);
        if (entry is { WithdrawnAt: { } at, WithdrawnBy: { } by })
        {
            yield return new PolicyEvent(at, by, PolicyEventKind.LevelWithdrawn, Level: entry.Change);
        }
    }

    private static IEnumerable<PolicyEvent> Events(RestrictionOrderEntry entry)
    {
        yield return new PolicyEvent(entry.At, entry.By, PolicyEventKind.OrderEntered, Order: entry);
        if (entry is { WithdrawnAt: { } at, WithdrawnBy: { } by })
        {
            yield return new PolicyEvent(at, by, PolicyEventKind.OrderWithdrawn, Order: entry);
        }
    }

    private static IEnumerable<PolicyEvent> Events(ExemptionEntry entry)
    {
        yield return new PolicyEvent(entry.ProposedAt, entry.ProposedBy, PolicyEventKind.ExemptionProposed, Exemption: entry);
        if (entry is { ApprovedAt: { } at, ApprovedBy: { } by })
        {
            yield return new PolicyEvent(at, by, PolicyEventKind.ExemptionApproved, Exemption: entry);
        }
    }
}
