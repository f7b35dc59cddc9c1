using KiPass.Contracts.Access;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Agency;
using KiPass.Portal.Officials.Audit;
using KiPass.Portal.Officials.Compliance;
using KiPass.Portal.Officials.Home;
using KiPass.Portal.Officials.Keys;
using KiPass.Portal.Officials.Reviews;
using KiPass.Portal.Officials.Search;
using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces;
using KiPass.Portal.Officials.Traces.Exports;
using KiPass.Portal.Shared.Demo;
using KiPass.Portal.Shared.Hosting;
using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Officials;

/// <summary>The officials' portal (방역당국) for reviews, orders and traces. Part of the authority's trust domain.</summary>
internal static class OfficialsApp
{
    public static readonly PortalProgram Program = new()
    {
        Name = "Officials",
        Caller = CallingPortal.Authority,
        Assembly = typeof(OfficialsApp).Assembly,
        DatabaseFile = "authority.db",
        Title = /*Texts*/
            "Health authority",
        HomeAddress = "/home",
        Menu = NavigationMenu.Entries,
        HeaderComponent = typeof(SearchButton),
        StyleSheets = ["css/orders.css", "css/lists.css"],
        Accent = new("#5B4BB7", "#A79BF0"),
        SessionLifetime = TimeSpan.FromHours(2),
        RequiresSecondFactor = true,
    };

    /// <param name="args">Settings.</param>
    /// <param name="time">The clock of a demonstration's seeding; null for the real one.</param>
    public static WebApplication Create(string[] args, TimeProvider? time = null)
    {
        var portal = PortalApp.Prepare(Program, args);
        if (time is not null)
        {
            portal.Services.AddSingleton(time);
        }
        var agency = AgencySettings.Read(portal.Configuration);
        AuthoritySchema.Apply(portal.Settings);
        portal.Services.AddOfficialPolicies();
        portal.Services.AddScoped<CurrentOfficial>();
        portal.Services.AddAuthorityStore(portal.Settings);
        portal.Services.AddAudit();
        portal.Services.AddScoped<Confirmations>();
        portal.Services.AddStaff();
        portal.Services.AddAgencySignIn(portal.Settings, agency);
        portal.Services.AddTraces();
        portal.Services.AddSingleton<LiveGridFeed>();
        portal.Services.AddScoped<WorkQueue>().AddScoped<PolicyProposals>().AddScoped<OfficialSearch>();
        portal.Services.AddSingleton(new DemoPeople(DemoOfficials.All));

        var app = portal.Build();
        app.UseAgencyAccountsOnly(agency);
        app.MapCertificates();
        app.MapExports();
        app.MapComplianceExports();
        return app;
    }
}
