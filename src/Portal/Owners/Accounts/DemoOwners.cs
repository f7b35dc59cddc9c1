using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Accounts;

namespace KiPass.Portal.Owners.Accounts;

/// <summary>
/// Accounts for a demonstration. Their IDs are constants to which the register's demo data assigns roles, so that neither program reads the
/// other's store.
/// </summary>
internal static class DemoOwners
{
    public static readonly IReadOnlyList<DemoPerson> All =
    [
        new(DemoOwner.Id, "김사장", "owner@demo.kipass.kr", AccountRole.Owner),
        new(DemoOwner.ManagerId, "이점장", "manager@demo.kipass.kr", AccountRole.Owner, PrintedRole: "manager"),
        new(DemoOwner.ScannerId, "정직원", "scanner@demo.kipass.kr", AccountRole.Owner, PrintedRole: "scanner"),
    ];
}
