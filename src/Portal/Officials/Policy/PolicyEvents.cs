using KiPass.Contracts.Policy;
using KiPass.Tokens;

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
    OrderProposed = 7,
    OrderProposalWithdrawn = 8,
}

/// <summary>An event in the policy history.</summary>
/// <param name="At">Time of the event.</param>
/// <param name="By">Id of the account that caused it.</param>
/// <param name="Kind">Kind of the event.</param>
/// <param name="Order">The order, for events of an order.</param>
/// <param name="Exemption">The exemption, for events of an exemption.</param>
/// <param name="Level">The change of the level, for events of a level.</param>
/// <param name="WithdrawnFrom">The first day on which the order is no longer in force, if it was withdrawn.</param>
internal sealed record PolicyEvent(
    DateTimeOffset At,
    string By,
    PolicyEventKind Kind,
    RestrictionOrder? Order = null,
    ExemptionEntry? Exemption = null,
    LevelChange? Level = null,
    KoreanDay? WithdrawnFrom = null
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
                .Concat(history.ProposedOrders().SelectMany(Events))
                .OrderByDescending(one => one.At),
        ];

    public static IEnumerable<string> People(PolicyHistory history) =>
        history
            .Orders.SelectMany(entry => new[] { entry.By, entry.ApprovedBy, entry.WithdrawnBy })
            .Concat(history.ProposedOrders().SelectMany(People))
            .Concat(history.Exemptions.SelectMany(entry => new[] { entry.ProposedBy, entry.ApprovedBy, entry.EndedBy }))
            .Concat(history.Levels.SelectMany(entry => new[] { entry.By, entry.ApprovedBy }))
            .Concat(history.Proposals().SelectMany(People))
            .OfType<string>()
            .Distinct();

    /// <summary>The proposed levels. A register of an earlier release returns none.</summary>
    public static IReadOnlyList<LevelProposal> Proposals(this PolicyHistory history) =>
        history.LevelProposals.IsDefault ? [] : history.LevelProposals;

    /// <summary>The proposed orders. A register of an earlier release returns none.</summary>
    public static IReadOnlyList<OrderProposal> ProposedOrders(this PolicyHistory history) =>
        history.OrderProposals.IsDefault ? [] : history.OrderProposals;

    private static IEnumerable<string?> People(IProposal entry) => [entry.ProposedBy, entry.ApprovedBy, entry.WithdrawnBy];

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

    private static IEnumerable<PolicyEvent> Events(OrderProposal entry)
    {
        yield return new PolicyEvent(entry.ProposedAt, entry.ProposedBy, PolicyEventKind.OrderProposed, Order: entry.Order);
        if (entry is { WithdrawnAt: { } at, WithdrawnBy: { } by })
        {
            yield return new PolicyEvent(at, by, PolicyEventKind.OrderProposalWithdrawn, Order: entry.Order);
        }
    }

    private static IEnumerable<PolicyEvent> Events(RestrictionOrderEntry entry)
    {
        yield return new PolicyEvent(entry.At, entry.ApprovedBy ?? entry.By, PolicyEventKind.OrderEntered, Order: entry.Order);
        if (entry is { WithdrawnAt: { } at, WithdrawnBy: { } by })
        {
            yield return new PolicyEvent(at, by, PolicyEventKind.OrderWithdrawn, Order: entry.Order, WithdrawnFrom: entry.WithdrawnFrom);
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
