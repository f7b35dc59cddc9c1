using KiPass.Contracts.Policy;

namespace KiPass.Portal.Officials.Policy;

/// <summary>What happened in the policy.</summary>
internal enum PolicyEventKind
{
    OrderEntered = 0,
    OrderWithdrawn = 1,
    ExemptionProposed = 2,
    ExemptionApproved = 3,
    LevelChanged = 4,
}

/// <summary>One thing that somebody entered.</summary>
/// <param name="At">When.</param>
/// <param name="By">Account id.</param>
/// <param name="Kind">What.</param>
/// <param name="Order">Of an order.</param>
/// <param name="Exemption">Of an exemption.</param>
/// <param name="Level">Of a level.</param>
internal sealed record PolicyEvent(
    DateTimeOffset At,
    string By,
    PolicyEventKind Kind,
    RestrictionOrderEntry? Order = null,
    ExemptionEntry? Exemption = null,
    LevelEntry? Level = null
);

/// <summary>All entries as one sequence.</summary>
internal static class PolicyEvents
{
    /// <summary>The newest first.</summary>
    public static IReadOnlyList<PolicyEvent> Of(PolicyHistory history) =>
        [
            .. history
                .Orders.SelectMany(Events)
                .Concat(history.Exemptions.SelectMany(Events))
                .Concat(history.Levels.Select(entry => new PolicyEvent(entry.At, entry.By, PolicyEventKind.LevelChanged, Level: entry)))
                .OrderByDescending(one => one.At),
        ];

    public static IEnumerable<string> People(PolicyHistory history) =>
        history
            .Orders.SelectMany(entry => new[] { entry.By, entry.WithdrawnBy })
            .Concat(history.Exemptions.SelectMany(entry => new[] { entry.ProposedBy, entry.ApprovedBy, entry.EndedBy }))
            .Concat(history.Levels.Select(entry => entry.By))
            .OfType<string>()
            .Distinct();

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
