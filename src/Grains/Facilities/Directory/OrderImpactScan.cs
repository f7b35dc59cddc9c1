using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Database;
using KiPass.Grains.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>Whom an order or another level would touch: every facility that it covers is asked twice, without it and with it.</summary>
internal sealed class OrderImpactScan(DirectoryProfiles profiles, DirectorySearch directory, PolicyShelf policy)
{
    private const int MostRivals = 50;

    public async Task<OrderImpact> Of(RestrictionOrder order, int offset, int limit, CancellationToken cancellationToken)
    {
        var (before, after) = await policy.With(order);
        var look = new Look(order.From, before, after, order.Id.ToString("N"), offset, limit);
        await foreach (var facility in profiles.In(order.Region, sorted: true, cancellationToken))
        {
            if (Covers(order, facility))
            {
                look.At(facility);
            }
        }
        return await Told(look, cancellationToken);
    }

    public async Task<OrderImpact> Of(LevelChange change, Jurisdiction region, int offset, int limit, CancellationToken cancellationToken)
    {
        var (before, after) = await policy.With(change);
        var look = new Look(change.From, before, after, null, offset, limit);
        await foreach (var facility in profiles.In(region, sorted: true, cancellationToken))
        {
            look.At(facility);
        }
        return await Told(look, cancellationToken);
    }

    private async Task<OrderImpact> Told(Look look, CancellationToken cancellationToken)
    {
        var summaries = (await directory.ByIds([.. look.Page.Select(one => one.Id)], cancellationToken)).ToDictionary(one => one.Id);
        return new OrderImpact(
            look.Covered,
            look.Changed,
            [
                .. look
                    .Page.Where(one => summaries.ContainsKey(one.Id))
                    .Select(one => new AffectedFacility(summaries[one.Id], one.Before, one.After)),
            ],
            look.Rivals
        );
    }

    private static bool Covers(RestrictionOrder order, ObligationProfile facility) =>
        (order.FacilityId is null || order.FacilityId == facility.FacilityId)
        && (order.Types.IsEmpty || order.Types.Contains(facility.Type));

    /// <param name="order">Source of the order that is looked at; null for a level, whose rivals are all that it ends.</param>
    private sealed class Look(KoreanDay day, PolicyBook before, PolicyBook after, string? order, int offset, int limit)
    {
        private readonly Dictionary<(ObligationBasis, string, bool, OverruledWhy), OverlappingRule> rivals = [];

        public int Covered { get; private set; }

        public int Changed { get; private set; }

        public List<(Guid Id, ObligationKind Before, ObligationKind After)> Page { get; } = new(limit);

        public ImmutableArray<OverlappingRule> Rivals =>
            [.. rivals.Values.OrderByDescending(rival => rival.Facilities).ThenBy(rival => rival.Source).Take(MostRivals)];

        public void At(ObligationProfile facility)
        {
            Covered++;
            var without = ObligationPolicy.On(day, facility, before);
            var with = ObligationPolicy.On(day, facility, after);
            if (without.Kind != with.Kind && Changed++ >= offset && Page.Count < limit)
            {
                Page.Add((facility.FacilityId!.Value, without.Kind, with.Kind));
            }
            if (order is not null)
            {
                Meet(with);
            }
        }

        private void Meet(Obligation with)
        {
            if (with.Basis == ObligationBasis.Order && with.Source == order)
            {
                foreach (var loser in with.Overruled)
                {
                    if (IsInForce(loser.Why))
                    {
                        Count(loser.Basis, loser.Source, loser.Title, wins: false, loser.Why);
                    }
                }
            }
            else if (with.Overruled.FirstOrDefault(loser => loser.Basis == ObligationBasis.Order && loser.Source == order) is { } lost)
            {
                Count(with.Basis, with.Source, with.Title, wins: true, lost.Why);
            }
        }

        private void Count(ObligationBasis basis, string source, Bilingual title, bool wins, OverruledWhy why)
        {
            var known = rivals.GetValueOrDefault((basis, source, wins, why)) ?? new OverlappingRule(basis, source, title, wins, why, 0);
            rivals[(basis, source, wins, why)] = known with { Facilities = known.Facilities + 1 };
        }

        // What is over, not begun, or for others does not meet the order at all.
        private static bool IsInForce(OverruledWhy why) => why >= OverruledWhy.LevelEndsAll;
    }
}
