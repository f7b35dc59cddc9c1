using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Accounts;

namespace KiPass.Portal.Owners.Accounts;

/// <summary>
/// Accounts of a demonstration. They have the ids to which the register's own seeding gives roles, so that neither reads the other's store.
/// </summary>
internal static class DemoOwners
{
    public static readonly IReadOnlyList<DemoPerson> All =
    [
        new(DemoOwner.Id, "김사장", "owner@demo.kipass.kr", AccountRole.Owner),
        new(DemoOwner.ManagerId, "이점장", "manager@demo.kipass.kr", AccountRole.Owner, InFacility: "manager"),
        new(DemoOwner.ScannerId, "정직원", "scanner@demo.kipass.kr", AccountRole.Owner, InFacility: "scanner"),
    ];
}
