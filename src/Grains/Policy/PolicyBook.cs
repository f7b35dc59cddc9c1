using System.Collections.Frozen;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

/// <summary>All that is in the policy at one moment, indexed for questions. Immutable.</summary>
internal sealed class PolicyBook
{
    private readonly FrozenDictionary<string, PolicyItem[]> rulesByType;
    private readonly FrozenDictionary<string, PolicyItem[]> ordersByRegion;
    private readonly FrozenDictionary<Guid, PolicyItem[]> ordersByFacility;
    private readonly FrozenDictionary<Guid, PolicyItem[]> exemptions;
    private readonly PolicyItem[] levels;
    private readonly LevelEntry[] levelEntries;
    private readonly FrozenDictionary<string, CrisisLevel> levelsByName;

    private PolicyBook(IReadOnlyList<PolicyItem> rules, PolicyHistory history)
    {
        rulesByType = rules
            .SelectMany(rule => rule.Types.Select(type => (type, rule)))
            .GroupBy(pair => pair.type, pair => pair.rule)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
        PolicyItem[] orders = [.. history.Orders.Select(PolicyItems.Of)];
        ordersByRegion = orders
            .Where(order => order.FacilityId is null)
            .GroupBy(order => order.Regions.Count == 0 ? "" : order.Regions[0])
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
        ordersByFacility = ByFacility(orders.Where(order => order.FacilityId is not null));
        exemptions = ByFacility(history.Exemptions.Where(entry => entry.ApprovedAt is not null).Select(PolicyItems.Of));
        levels = [.. PolicyItems.Levels(history)];
        levelEntries = [.. history.Levels];
        levelsByName = Enum.GetValues<CrisisLevel>().ToFrozenDictionary(level => level.ToString());
        Turns = new SortedSet<KoreanDay>(
            rules
                .Concat(orders)
                .Concat(exemptions.Values.SelectMany(items => items))
                .Concat(levels)
                .SelectMany(PolicyItems.Turns)
                .Concat(Law.Turns)
        );
        HasOrders = orders.Length > 0;
        Thresholds = [.. rules.Select(rule => rule.MinCapacity).Where(least => least > 0).Distinct().Order()];
        NamedFacilities = [.. ordersByFacility.Keys.Union(exemptions.Keys)];
    }

    /// <summary>The rules of the notice and nothing else.</summary>
    public static PolicyBook OfNotice { get; } = Of(PolicyItems.Beginning);

    /// <summary>The rules of the notice with all that was entered.</summary>
    public static PolicyBook Of(PolicyHistory history) => new(PolicyItems.NationalRules, history);

    /// <summary>Days on which an answer can change.</summary>
    public SortedSet<KoreanDay> Turns { get; }

    public bool HasOrders { get; }

    /// <summary>Capacities at which a rule begins to hold, rising.</summary>
    public IReadOnlyList<int> Thresholds { get; }

    /// <summary>Facilities that an order or an exemption names.</summary>
    public IReadOnlyList<Guid> NamedFacilities { get; }

    public ReadOnlySpan<PolicyItem> RulesFor(string type) => rulesByType.TryGetValue(type, out var rules) ? rules : [];

    public ReadOnlySpan<PolicyItem> OrdersFor(Guid? facility) =>
        facility is { } id && ordersByFacility.TryGetValue(id, out var orders) ? orders : [];

    /// <param name="region">A district, a province, or empty for the nation.</param>
    public ReadOnlySpan<PolicyItem> OrdersIn(ReadOnlySpan<char> region) =>
        ordersByRegion.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(region, out var orders) ? orders : [];

    /// <summary>The exemption in force for a facility.</summary>
    public PolicyItem? ExemptionOn(KoreanDay day, Guid? facility)
    {
        if (facility is { } id && exemptions.TryGetValue(id, out var items))
        {
            foreach (var item in items)
            {
                if (item.OutOfForce(day) is null)
                {
                    return item;
                }
            }
        }
        return null;
    }

    /// <summary>The crisis level on a day; before the first entry nothing is known, and nobody is obliged.</summary>
    public CrisisLevel LevelOn(KoreanDay day) => LevelItemOn(day) is { } item ? levelsByName[item.Source] : CrisisLevel.Interest;

    /// <summary>The entry that set the level of a day.</summary>
    public PolicyItem? LevelItemOn(KoreanDay day)
    {
        for (var i = levels.Length - 1; i >= 0; i--)
        {
            if (levels[i].From <= day)
            {
                return levels[i];
            }
        }
        return null;
    }

    /// <summary>
    /// The level at an instant, for the sunset at the door: a change is in force from its day's midnight, or from when it was entered if
    /// that was later, so that a scan which was right when it was made stays right.
    /// </summary>
    public CrisisLevel LevelAt(DateTimeOffset instant)
    {
        var level = CrisisLevel.Interest;
        var day = new KoreanDay(int.MinValue);
        foreach (var entry in levelEntries)
        {
            if (entry.Change.From >= day && entry.Change.From.Start <= instant && entry.At <= instant)
            {
                (level, day) = (entry.Change.Level, entry.Change.From);
            }
        }
        return level;
    }

    private static FrozenDictionary<Guid, PolicyItem[]> ByFacility(IEnumerable<PolicyItem> items) =>
        items.GroupBy(item => item.FacilityId!.Value).ToFrozenDictionary(group => group.Key, group => group.ToArray());
}
