using KiPass.Portal.Officials.Access;
using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Officials;

/// <summary>The navigation menu. Titles are resource keys.</summary>
internal static class NavigationMenu
{
    public static readonly IReadOnlyList<MenuEntry> Entries =
    [
        new(
            "/home", /*Texts*/
            "Home",
            OfficialPolicies.Official
        ),
        new(
            "/cases", /*Texts*/
            "Cases",
            OfficialPolicies.Investigator
        ),
        new(
            "/approvals", /*Texts*/
            "Approvals",
            OfficialPolicies.Approver
        ),
        new(
            "/reviews", /*Texts*/
            "Reviews",
            OfficialPolicies.Investigator
        ),
        new(
            "/directory", /*Texts*/
            "Facilities",
            OfficialPolicies.Investigator
        ),
        new(
            "/compliance", /*Texts*/
            "Compliance",
            OfficialPolicies.Investigator
        ),
        new(
            "/policy", /*Texts*/
            "Orders and crisis levels",
            OfficialPolicies.Investigator
        ),
        new(
            "/audit", /*Texts*/
            "Audit",
            OfficialPolicies.Investigator
        ),
        new(
            "/staff", /*Texts*/
            "Staff",
            OfficialPolicies.Administrator
        ),
    ];
}
