using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Contracts.Policy;
using KiPass.Grains.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Compliance;

/// <summary>
/// Computes the figures of a region. Facilities are counted in groups to which the same rules apply, and the policy is evaluated once per
/// group; facilities named by an order or an exemption are evaluated individually.
/// </summary>
internal sealed class ComplianceFigures(ComplianceStore store, PolicyCache policy)
{
    public async Task<ImmutableArray<ComplianceRow>> Of(Jurisdiction region, KoreanDay today, CancellationToken cancellationToken) =>
        await Of(store, await policy.Current(), region, today, cancellationToken);

    public static async Task<ImmutableArray<ComplianceRow>> Of(
        ComplianceStore store,
        PolicySnapshot snapshot,
        Jurisdiction region,
        KoreanDay today,
        CancellationToken cancellationToken
    )
    {
        var rows = new Dictionary<(string, string), ComplianceRow>();
        foreach (var group in await store.Facilities(region, today, snapshot.Thresholds, cancellationToken))
        {
            Add(rows, group, ObligationPolicy.On(today, group.Profile, snapshot).Kind, 1);
        }
        foreach (var single in await store.Singles(snapshot.NamedFacilities, region, today, cancellationToken))
        {
            var alike = single.Profile with { FacilityId = null };
            Add(rows, single, ObligationPolicy.On(today, alike, snapshot).Kind, -1);
            Add(rows, single, ObligationPolicy.On(today, single.Profile, snapshot).Kind, 1);
        }
        foreach (var venues in await store.Venues(region, cancellationToken))
        {
            var row = Row(rows, venues.District, venues.Type);
            rows[(venues.District, venues.Type)] = row with { Invited = venues.Invited, Missing = venues.Missing };
        }
        return [.. rows.Values.OrderBy(row => row.District, StringComparer.Ordinal).ThenBy(row => row.Type, StringComparer.Ordinal)];
    }

    private static void Add(Dictionary<(string, string), ComplianceRow> rows, FacilityGroup group, ObligationKind kind, int sign)
    {
        var profile = group.Profile;
        var row = Row(rows, profile.District, profile.Type);
        var mandatory = kind == ObligationKind.Voluntary ? 0 : sign;
        rows[(profile.District, profile.Type)] = row with
        {
            SignedUp = row.SignedUp + sign * group.SignedUp,
            Mandatory = row.Mandatory + mandatory * group.SignedUp,
            Silent = row.Silent + mandatory * group.Silent,
        };
    }

    private static ComplianceRow Row(Dictionary<(string, string), ComplianceRow> rows, string district, string type) =>
        rows.GetValueOrDefault((district, type)) ?? new ComplianceRow(district, type, 0, 0, 0, 0, 0);
}
