using KiPass.Contracts.Logging;
using KiPass.Hosting.Logging;
using KiPass.Hosting.Proxies;
using KiPass.Hosting.Settings;
using KiPass.Hosting.Telemetry;
using KiPass.Portal.Accounts;
using KiPass.Portal.Compliance;
using KiPass.Portal.Facilities;
using KiPass.Portal.Facilities.Notices;
using KiPass.Portal.Facilities.People;
using KiPass.Portal.Language;
using KiPass.Portal.Layout;
using KiPass.Portal.Register;
using KiPass.Portal.Reviews;
using KiPass.Portal.Telemetry;
using KiPass.Portal.Traces;
using KiPass.Portal.Traces.Exports;
using KiPass.Portal.Traces.Store;
using MudBlazor;
using MudBlazor.Services;

namespace KiPass.Portal.Hosting;

/// <summary>One area's web application, put together and not yet started.</summary>
internal static class PortalApp
{
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = typeof(PortalApp).Assembly.GetName().Name,
            }
        );
        builder.Logging.UseRedactingConsole(GrainKeys.Hide);
        builder.WebHost.UseStaticWebAssets();
        var settings = PortalSettings.Read(builder.Configuration);
        builder.Configuration.RequireListenAddresses();
        ProtectionKeys.Require(settings);
        AccountsSchema.Apply(settings);
        if (settings.Area == PortalArea.Officials)
        {
            AuthoritySchema.Apply(settings);
        }

        builder.Services.AddSingleton(settings).AddSingleton(TimeProvider.System);
        builder.Services.AddLocalization().AddSingleton<WebFiles>();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices().AddTransient<MudLocalizer, MudTexts>();
        builder.Services.AddAccounts(settings);
        builder.Services.AddAddressLimits();
        builder.Services.AddScoped<AccountNames>().AddScoped<FacilityInvitations>().AddScoped<FacilityPhones>();
        builder.Services.AddNotices(settings);
        builder.AddRegister(settings);
        builder.Services.AddTraces(settings);
        var telemetry = builder.Configuration.ReadTelemetry();
        builder.AddTelemetry(
            telemetry,
            new Shown(
                settings.Area == PortalArea.Owners ? "kipass-owners" : "kipass-officials",
                ["Npgsql", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"],
                [PortalSpans.Name],
                GrainKeys.Hide
            )
        );

        var app = builder.Build();
        app.UseMetrics(telemetry);
        app.UseTrustedProxies(settings.Proxies);
        app.UseSecurityHeaders();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseLanguages();
        app.UseRouting();
        app.UseAreaGate(settings.Area);
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapPreferences();
        app.MapAccounts();
        app.MapCertificates();
        app.MapExports();
        app.MapComplianceExports();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
