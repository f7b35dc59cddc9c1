using KiPass.Portal.Officials.Access;
using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Officials;

/// <summary>The navigation menu. Titles are keys of the resources.</summary>
internal static class NavigationMenu
{
    public static readonly IReadOnlyList<MenuEntry> Entries =
    [
        new(
            "/home", /*L*/
            "Home",
            OfficialPolicies.Official
        ),
        new(
            "/cases", /*L*/
            "Cases",
            OfficialPolicies.Investigator
        ),
        new(
            "/approvals", /*L*/
            "Approvals",
            OfficialPolicies.Approver
        ),
        new(
            "/reviews", /*L*/
            "Reviews",
            OfficialPolicies.Investigator
        ),
        new(
            "/directory", /*L*/
            "Facilities",
            OfficialPolicies.Investigator
        ),
        new(
            "/compliance", /*L*/
            "Compliance",
            OfficialPolicies.Investigator
        ),
        new(
            "/policy", /*L*/
            "Orders and levels",
            OfficialPolicies.Investigator
        ),
        new(
            "/audit", /*L*/
            "Audit",
            OfficialPolicies.Investigator
        ),
        new(
            "/staff", /*L*/
            "Staff",
            OfficialPolicies.Administrator
        ),
    ];
}
