using KiPass.Contracts.Access;
using KiPass.Portal.Owners.Accounts;
using KiPass.Portal.Owners.Facilities;
using KiPass.Portal.Owners.Messages;
using KiPass.Portal.Owners.People;
using KiPass.Portal.Owners.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Demo;
using KiPass.Portal.Shared.Hosting;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Shared.Settings;
using KiPass.Tokens.Keys;
using MudBlazor;

namespace KiPass.Portal.Owners;

/// <summary>The portal of facility owners (사업주). They register facilities and pair scanners. Part of the visits domain.</summary>
internal static class OwnersApp
{
    public static readonly PortalProgram Program = new()
    {
        Name = "Owners",
        Caller = CallingPortal.Owners,
        Assembly = typeof(OwnersApp).Assembly,
        DatabaseFile = "owners.db",
        Title = /*Texts*/
            "Owners",
        HomeAddress = "/facilities",
        Menu =
        [
            new(
                "/facilities", /*Texts*/
                "My facilities",
                Policies.Member,
                Icons.Material.Outlined.Storefront
            ),
            new(
                "/facilities/new", /*Texts*/
                "Register a facility",
                Policies.Member,
                Icons.Material.Outlined.AddBusiness
            ),
        ],
        Accent = new("#0B6E6E", "#4FC3C0"),
        SessionLifetime = TimeSpan.FromHours(12),
        LongestSession = TimeSpan.FromDays(30),
        AllowsSignUp = true,
    };

    public static WebApplication Create(string[] args)
    {
        var portal = PortalApp.Prepare(Program, args);
        portal.Services.AddSingleton(CallKey.Of(new DomainFolder(portal.Settings.Data)));
        portal.Services.AddOwnersStore(portal.Settings);
        portal.Services.AddScoped<FacilityInvitations>().AddScoped<FacilityPhones>().AddSingleton<FacilityFeed>();
        portal.Services.AddObligationMessages();
        portal.Services.AddSingleton(new DemoPeople(DemoOwners.All));
        return portal.Build();
    }
}
