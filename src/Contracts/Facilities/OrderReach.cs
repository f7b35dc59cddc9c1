using KiPass.Contracts.Policy;

namespace KiPass.Contracts.Facilities;

/// <summary>How far an order reaches.</summary>
public static class OrderReach
{
    /// <summary>
    /// Whether an order applies to more than one district and not to a single facility. Such an order needs a second official: see <see
    /// cref="OrderProposal"/>.
    /// </summary>
    public static bool CoversSeveralDistricts(this RestrictionOrder order) =>
        order.FacilityId is null && Districts.All.Where(district => order.Region.Covers(district.Code)).Skip(1).Any();
}
