using KiPass.Portal.Officials.Access;
using KiPass.Portal.Shared.Settings;
using MudBlazor;

namespace KiPass.Portal.Officials;

/// <summary>The navigation menu. Titles are resource keys.</summary>
internal static class NavigationMenu
{
    public static readonly IReadOnlyList<MenuEntry> Entries =
    [
        new(
            "/home", /*Texts*/
            "Home",
            OfficialPolicies.Official,
            Icons.Material.Outlined.Home
        ),
        new(
            "/cases", /*Texts*/
            "Cases",
            OfficialPolicies.Investigator,
            Icons.Material.Outlined.FolderShared
        ),
        new(
            "/approvals", /*Texts*/
            "Approvals",
            OfficialPolicies.Approver,
            Icons.Material.Outlined.FactCheck
        ),
        new(
            "/reviews", /*Texts*/
            "Reviews",
            OfficialPolicies.Investigator,
            Icons.Material.Outlined.RateReview
        ),
        new(
            "/directory", /*Texts*/
            "Facilities",
            OfficialPolicies.Investigator,
            Icons.Material.Outlined.Storefront
        ),
        new(
            "/compliance", /*Texts*/
            "Compliance",
            OfficialPolicies.Investigator,
            Icons.Material.Outlined.Map
        ),
        new(
            "/statements", /*Texts*/
            "Statements",
            OfficialPolicies.Investigator,
            Icons.Material.Outlined.Verified
        ),
        new(
            "/policy", /*Texts*/
            "Orders and crisis levels",
            OfficialPolicies.Investigator,
            Icons.Material.Outlined.Gavel
        ),
        new(
            "/audit", /*Texts*/
            "Audit",
            OfficialPolicies.Investigator,
            Icons.Material.Outlined.History
        ),
        new(
            "/staff", /*Texts*/
            "Staff",
            OfficialPolicies.Administrator,
            Icons.Material.Outlined.Groups
        ),
    ];
}
