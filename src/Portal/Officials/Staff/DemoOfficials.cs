using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Accounts;

namespace KiPass.Portal.Officials.Staff;

/// <summary>Demo accounts. Each has nationwide jurisdiction.</summary>
internal static class DemoOfficials
{
    public static readonly Guid Investigator = DemoOfficial.Id;
    public static readonly Guid Approver = DemoOfficial.ApproverId;

    public static readonly IReadOnlyList<DemoPerson> All =
    [
        new(Investigator, "이조사", "official@demo.kipass.kr", AccountRole.Official, "*"),
        new(Approver, "박승인", "approver@demo.kipass.kr", AccountRole.Approver, "*"),
        new(
            new("2020aaaa-0610-4c0d-8e30-0000000000a5"),
            "한승인",
            "approver2@demo.kipass.kr",
            AccountRole.Approver,
            "*",
            "second-approver"
        ),
        new(new("2020aaaa-0610-4c0d-8e30-0000000000a3"), "최관리", "administrator@demo.kipass.kr", AccountRole.Administrator, "*"),
        new(
            new("2020aaaa-0610-4c0d-8e30-0000000000a4"),
            "정확인",
            "administrator2@demo.kipass.kr",
            AccountRole.Administrator,
            "*",
            PrintedRole: "second-administrator"
        ),
    ];
}
