using System.Collections.Immutable;
using KiPass.Contracts.Policy;

namespace KiPass.Grains.Policy;

/// <summary>What is stored of the policy. Entries are added; of an entry only its end is ever filled in, once.</summary>
internal sealed record PolicyState
{
    public ImmutableArray<OrderEntry> Orders { get; init; } = [];

    public ImmutableArray<ExemptionEntry> Exemptions { get; init; } = [];

    public ImmutableArray<LevelEntry> Levels { get; init; } = PolicyItems.Beginning.Levels;

    public PolicyHistory History() => new(Orders, Exemptions, Levels);
}
