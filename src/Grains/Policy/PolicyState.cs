using System.Collections.Immutable;
using KiPass.Contracts.Policy;

namespace KiPass.Grains.Policy;

/// <summary>What is stored of the policy. Entries are added; of an entry only its end is ever filled in, once.</summary>
internal sealed record PolicyState
{
    public ImmutableArray<RestrictionOrderEntry> Orders { get; init; } = [];

    public ImmutableArray<ExemptionEntry> Exemptions { get; init; } = [];

    public ImmutableArray<LevelEntry> Levels { get; init; } = PolicyItems.Beginning.Levels;

    /// <summary>How often anything was added or filled in.</summary>
    public int Changes =>
        Orders.Length
        + Orders.Count(entry => entry.WithdrawnFrom is not null)
        + Exemptions.Length
        + Exemptions.Count(entry => entry.ApprovedAt is not null)
        + Exemptions.Count(entry => entry.EndedFrom is not null)
        + Levels.Length;

    public PolicyHistory History() => new(Orders, Exemptions, Levels);
}
