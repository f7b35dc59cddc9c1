using System.Collections.Immutable;
using KiPass.Contracts.Policy;

namespace KiPass.Grains.Policy;

/// <summary>Rules and orders that applied but were overruled. Allocates nothing for the common case that there are none.</summary>
internal struct OverruledRules
{
    private ImmutableArray<Overruled>.Builder? builder;

    public readonly ImmutableArray<Overruled> ToImmutable() => builder?.ToImmutable() ?? [];

    public void Add(PolicyItem? item, OverruledWhy why)
    {
        if (item is null)
        {
            return;
        }
        builder ??= ImmutableArray.CreateBuilder<Overruled>(2);
        builder.Add(
            new Overruled(
                item.Basis,
                item.Source,
                item.Title,
                why,
                why switch
                {
                    OverruledWhy.NotYet => item.From,
                    OverruledWhy.Ended => item.Until,
                    _ => null,
                }
            )
        );
    }
}
