using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Database;
using KiPass.Grains.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>
/// Computes what an order or another crisis level would change: the obligation of every facility in its scope is computed with and without
/// it.
/// </summary>
internal sealed class OrderImpactScan(DirectoryProfiles profiles, DirectorySearch directory, PolicyCache policy, TimeProvider time)
{
    private const int MaxOverlapping = 50;

    public async Task<OrderImpact> Of(RestrictionOrder order, int offset, int limit, CancellationToken cancellationToken)
    {
        var before = await policy.Current();
        var scan = new Scan(order.From, before, before.With(order, time.GetUtcNow()), order.Id.ToString("N"), offset, limit);
        await foreach (var facility in profiles.In(order.Region, sorted: true, cancellationToken))
        {
            if (Covers(order, facility))
            {
                scan.Add(facility);
            }
        }
        return await Impact(scan, cancellationToken);
    }

    public async Task<OrderImpact> Of(LevelChange change, Jurisdiction region, int offset, int limit, CancellationToken cancellationToken)
    {
        var before = await policy.Current();
        var scan = new Scan(change.From, before, before.With(change, time.GetUtcNow()), null, offset, limit);
        await foreach (var facility in profiles.In(region, sorted: true, cancellationToken))
        {
            scan.Add(facility);
        }
        return await Impact(scan, cancellationToken);
    }

    private async Task<OrderImpact> Impact(Scan scan, CancellationToken cancellationToken)
    {
        var summaries = (await directory.ByIds([.. scan.Page.Select(one => one.Id)], cancellationToken)).ToDictionary(one => one.Id);
        return new OrderImpact(
            scan.Covered,
            scan.Changed,
            [
                .. scan
                    .Page.Where(one => summaries.ContainsKey(one.Id))
                    .Select(one => new AffectedFacility(summaries[one.Id], one.Before, one.After)),
            ],
            scan.Overlapping
        );
    }

    private static bool Covers(RestrictionOrder order, ObligationProfile facility) =>
        (order.FacilityId is null || order.FacilityId == facility.FacilityId)
        && (order.Types.IsEmpty || order.Types.Contains(facility.Type));

    /// <param name="order">Source of the previewed order; null for a level, which has no overlapping rules.</param>
    private sealed class Scan(KoreanDay day, PolicySnapshot before, PolicySnapshot after, string? order, int offset, int limit)
    {
        private readonly Dictionary<(ObligationBasis, string, bool, OverruledWhy), OverlappingRule> overlapping = [];

        public int Covered { get; private set; }

        public int Changed { get; private set; }

        public List<(Guid Id, ObligationKind Before, ObligationKind After)> Page { get; } = new(limit);

        public ImmutableArray<OverlappingRule> Overlapping =>
            [.. overlapping.Values.OrderByDescending(rule => rule.Facilities).ThenBy(rule => rule.Source).Take(MaxOverlapping)];

        public void Add(ObligationProfile facility)
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
                Intersect(with);
            }
        }

        private void Intersect(Obligation with)
        {
            if (with.Basis == ObligationBasis.Order && with.Source == order)
            {
                foreach (var overruled in with.Overruled.Where(overruled => IsInForce(overruled.Why)))
                {
                    Count(overruled.Basis, overruled.Source, overruled.Title, wins: false, overruled.Why);
                }
            }
            else if (
                with.Overruled.FirstOrDefault(overruled => overruled.Basis == ObligationBasis.Order && overruled.Source == order) is { } own
            )
            {
                Count(with.Basis, with.Source, with.Title, wins: true, own.Why);
            }
        }

        private void Count(ObligationBasis basis, string source, Bilingual title, bool wins, OverruledWhy why)
        {
            var known =
                overlapping.GetValueOrDefault((basis, source, wins, why)) ?? new OverlappingRule(basis, source, title, wins, why, 0);
            overlapping[(basis, source, wins, why)] = known with { Facilities = known.Facilities + 1 };
        }

        // A rule that has ended, has not begun or does not cover the facility does not overlap.
        private static bool IsInForce(OverruledWhy why) => why >= OverruledWhy.LevelEndsAll;
    }
}
