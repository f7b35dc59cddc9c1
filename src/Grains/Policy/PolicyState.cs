using System.Collections.Immutable;
using KiPass.Contracts.Policy;

namespace KiPass.Grains.Policy;

/// <summary>The stored policy. Entries are only added; an existing entry changes once, when it is approved, withdrawn or ended.</summary>
internal sealed record PolicyState
{
    public ImmutableArray<RestrictionOrderEntry> Orders { get; init; } = [];

    public ImmutableArray<ExemptionEntry> Exemptions { get; init; } = [];

    public ImmutableArray<LevelEntry> Levels { get; init; } = PolicyItems.Beginning.Levels;

    public ImmutableArray<LevelProposal> LevelProposals { get; init; } = [];

    public ImmutableArray<OrderProposal> OrderProposals { get; init; } = [];

    /// <summary>Number of changes so far. A proposal changes nothing before it is approved.</summary>
    public int Changes =>
        Orders.Length
        + Orders.Count(entry => entry.WithdrawnFrom is not null)
        + Exemptions.Length
        + Exemptions.Count(entry => entry.ApprovedAt is not null)
        + Exemptions.Count(entry => entry.EndedFrom is not null)
        + Levels.Length;

    public PolicyHistory History() => new(Orders, Exemptions, Levels, LevelProposals, OrderProposals);
}
