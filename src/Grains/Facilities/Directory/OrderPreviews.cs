using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Policy;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>Whom an order would touch: every facility that it covers is asked twice, without it and with it.</summary>
internal sealed class OrderPreviews(DirectoryProfiles profiles, DirectorySearch directory, PolicyShelf policy)
{
    public async Task<OrderPreview> Of(GatheringOrder order, int offset, int limit, CancellationToken cancellationToken)
    {
        var (before, after) = await policy.With(order);
        var covered = 0;
        var changed = 0;
        var page = new List<(Guid Id, ObligationKind Before, ObligationKind After)>(limit);
        await foreach (var facility in profiles.In(order.Region, sorted: true, cancellationToken))
        {
            if (!Covers(order, facility))
            {
                continue;
            }
            covered++;
            var without = ObligationPolicy.On(order.From, facility, before).Kind;
            var with = ObligationPolicy.On(order.From, facility, after).Kind;
            if (without != with && changed++ >= offset && page.Count < limit)
            {
                page.Add((facility.FacilityId!.Value, without, with));
            }
        }
        var summaries = (await directory.ByIds([.. page.Select(one => one.Id)], cancellationToken)).ToDictionary(one => one.Id);
        return new OrderPreview(
            covered,
            changed,
            [
                .. page.Where(one => summaries.ContainsKey(one.Id))
                    .Select(one => new PreviewedFacility(summaries[one.Id], one.Before, one.After)),
            ]
        );
    }

    private static bool Covers(GatheringOrder order, ObligationProfile facility) =>
        (order.FacilityId is null || order.FacilityId == facility.FacilityId)
        && (order.Types.IsEmpty || order.Types.Contains(facility.Type));
}
