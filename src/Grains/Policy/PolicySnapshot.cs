using System.Collections.Frozen;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

/// <summary>The policy at one moment: rules, orders, exemptions and crisis levels, indexed for queries. Immutable.</summary>
internal sealed class PolicySnapshot
{
    private readonly FrozenDictionary<string, PolicyItem[]> rulesByType;
    private readonly FrozenDictionary<string, PolicyItem[]> ordersByRegion;
    private readonly FrozenDictionary<Guid, PolicyItem[]> ordersByFacility;
    private readonly FrozenDictionary<Guid, PolicyItem[]> exemptions;
    private readonly PolicyItem[] levels;
    private readonly LevelEntry[] levelEntries;
    private readonly FrozenDictionary<string, CrisisLevel> levelsByName;

    private PolicySnapshot(IReadOnlyList<PolicyItem> rules, PolicyHistory history)
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
        ChangeDays = new SortedSet<KoreanDay>(
            rules
                .Concat(orders)
                .Concat(exemptions.Values.SelectMany(items => items))
                .Concat(levels)
                .SelectMany(PolicyItems.ChangeDays)
                .Concat(Law.ChangeDays)
        );
        History = history;
        HasOrders = orders.Length > 0;
        Thresholds = [.. rules.Select(rule => rule.MinCapacity).Where(least => least > 0).Distinct().Order()];
        NamedFacilities = [.. ordersByFacility.Keys.Union(exemptions.Keys)];
    }

    /// <summary>The rules of the national notice, without orders, exemptions or later level changes.</summary>
    public static PolicySnapshot OfNotice { get; } = Of(PolicyItems.Beginning);

    /// <summary>The rules of the national notice together with everything that officials entered.</summary>
    public static PolicySnapshot Of(PolicyHistory history) => new(PolicyItems.NationalRules, history);

    /// <summary>The entries from which this snapshot was made.</summary>
    public PolicyHistory History { get; }

    /// <summary>Days on which an answer can change.</summary>
    public SortedSet<KoreanDay> ChangeDays { get; }

    public bool HasOrders { get; }

    /// <summary>Capacities from which a rule applies, ascending.</summary>
    public IReadOnlyList<int> Thresholds { get; }

    /// <summary>Facilities that an order or an exemption names.</summary>
    public IReadOnlyList<Guid> NamedFacilities { get; }

    public ReadOnlySpan<PolicyItem> RulesFor(string type) => rulesByType.TryGetValue(type, out var rules) ? rules : [];

    public ReadOnlySpan<PolicyItem> OrdersFor(Guid? facility) =>
        facility is { } id && ordersByFacility.TryGetValue(id, out var orders) ? orders : [];

    /// <param name="region">A district, a province, or empty for the nation.</param>
    public ReadOnlySpan<PolicyItem> OrdersIn(ReadOnlySpan<char> region) =>
        ordersByRegion.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(region, out var orders) ? orders : [];

    /// <summary>The exemption in force for a facility on a day; null when there is none.</summary>
    public PolicyItem? ExemptionOn(KoreanDay day, Guid? facility)
    {
        if (facility is { } id && exemptions.TryGetValue(id, out var items))
        {
            foreach (var item in items)
            {
                if (item.ReasonNotInForce(day) is null)
                {
                    return item;
                }
            }
        }
        return null;
    }

    /// <summary>The crisis level on a day; <see cref="CrisisLevel.Interest"/> before the first entry.</summary>
    public CrisisLevel LevelOn(KoreanDay day) => LevelItemOn(day) is { } item ? levelsByName[item.Source] : CrisisLevel.Interest;

    /// <summary>Whether the level would be lower than now on a day. Until the next entry, it is the same on all days.</summary>
    public bool IsLoweredBy(LevelChange change) => change.Level < LevelOn(change.From);

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
    /// The crisis level at an instant. A change applies from midnight of its first day, or from the time it was entered if that is later, so
    /// that a scan that was valid when it was made stays valid.
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

    /// <summary>Whether collection has ended (수집 종료) at an instant: at crisis level Caution or lower, no visit is collected.</summary>
    public bool CollectionEndedAt(DateTimeOffset instant) => LevelAt(instant) <= CrisisLevel.Caution;

    /// <summary>The policy as it would be with another order.</summary>
    public PolicySnapshot With(RestrictionOrder order, DateTimeOffset now) =>
        Of(History with { Orders = History.Orders.Add(new RestrictionOrderEntry(order, "", now)) });

    /// <summary>The policy as it would be after another change of the crisis level.</summary>
    public PolicySnapshot With(LevelChange change, DateTimeOffset now) =>
        Of(History with { Levels = History.Levels.Add(new LevelEntry(change, "", now)) });

    /// <summary>Whether this snapshot was made from the same entries.</summary>
    public bool IsOf(PolicyHistory history) =>
        History.Orders.SequenceEqual(history.Orders)
        && History.Exemptions.SequenceEqual(history.Exemptions)
        && History.Levels.SequenceEqual(history.Levels);

    private static FrozenDictionary<Guid, PolicyItem[]> ByFacility(IEnumerable<PolicyItem> items) =>
        items.GroupBy(item => item.FacilityId!.Value).ToFrozenDictionary(group => group.Key, group => group.ToArray());
}
