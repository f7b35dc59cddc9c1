using KiPass.Portal.Accounts;
using KiPass.Portal.Hosting;

namespace KiPass.Portal.Layout;

/// <summary>One entry of the menu; shown to those whom its policy admits.</summary>
internal sealed record MenuEntry(PortalArea Area, string Address, string Title, string Policy);

/// <summary>The menu of each area. Titles are keys of the resources.</summary>
internal static class Entries
{
    public static readonly IReadOnlyList<MenuEntry> All =
    [
        new(
            PortalArea.Owners,
            "/facilities", /*L*/
            "My facilities",
            Policies.Member
        ),
        new(
            PortalArea.Officials,
            "/home", /*L*/
            "Home",
            Policies.Official
        ),
        new(
            PortalArea.Officials,
            "/cases", /*L*/
            "Cases",
            Policies.Investigator
        ),
        new(
            PortalArea.Officials,
            "/approvals", /*L*/
            "Approvals",
            Policies.Approver
        ),
        new(
            PortalArea.Officials,
            "/reviews", /*L*/
            "Reviews",
            Policies.Investigator
        ),
        new(
            PortalArea.Officials,
            "/directory", /*L*/
            "Facilities",
            Policies.Investigator
        ),
        new(
            PortalArea.Officials,
            "/compliance", /*L*/
            "Compliance",
            Policies.Investigator
        ),
        new(
            PortalArea.Officials,
            "/policy", /*L*/
            "Orders and levels",
            Policies.Investigator
        ),
        new(
            PortalArea.Officials,
            "/audit", /*L*/
            "Audit",
            Policies.Investigator
        ),
        new(
            PortalArea.Officials,
            "/staff", /*L*/
            "Staff",
            Policies.Administrator
        ),
    ];

    public static string Home(PortalArea area) => area == PortalArea.Owners ? "/facilities" : "/home";
}
