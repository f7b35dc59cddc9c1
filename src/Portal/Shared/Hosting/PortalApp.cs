using KiPass.Contracts.Logging;
using KiPass.Hosting.Logging;
using KiPass.Hosting.Proxies;
using KiPass.Hosting.Settings;
using KiPass.Hosting.Telemetry;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Accounts.Events;
using KiPass.Portal.Shared.Actions;
using KiPass.Portal.Shared.Controls;
using KiPass.Portal.Shared.Demo;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Layout;
using KiPass.Portal.Shared.Preferences;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Shared.Settings;
using KiPass.Portal.Shared.Telemetry;
using MudBlazor;
using MudBlazor.Services;

namespace KiPass.Portal.Shared.Hosting;

/// <summary>The web application that both portals share. Each program adds its services and endpoints.</summary>
public sealed class PortalApp
{
    private readonly WebApplicationBuilder builder;
    private readonly TelemetryOptions telemetry;

    private PortalApp(WebApplicationBuilder builder, PortalSettings settings, TelemetryOptions telemetry) =>
        (this.builder, Settings, this.telemetry) = (builder, settings, telemetry);

    public PortalSettings Settings { get; }

    public IConfiguration Configuration => builder.Configuration;

    public IServiceCollection Services => builder.Services;

    /// <summary>Reads the settings, prepares the keys and the accounts database, and registers the shared services.</summary>
    /// <exception cref="StartException">A setting is invalid. The message is one line that names the setting.</exception>
    public static PortalApp Prepare(PortalProgram program, string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = program.Assembly.GetName().Name,
            }
        );
        builder.Logging.UseRedactingConsole(GrainKeys.Hide);
        builder.UseCompressedFiles();
        var settings = PortalSettings.Read(builder.Configuration, program);
        settings.RequireGateway();
        builder.Configuration.RequireListenAddresses();
        DataProtectionKeys.Require(settings);
        AccountsSchema.Apply(settings);

        builder.Services.AddSingleton(settings).AddSingleton(TimeProvider.System);
        builder.Services.AddTexts().AddActions().AddSingleton<WebFiles>();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices(ShowMessagesBelowTheHeader).AddTransient<MudLocalizer, MudTexts>();
        builder.Services.AddAccounts(settings);
        builder.Services.AddAddressLimits();
        builder.Services.AddStrictTransport();
        builder.Services.AddRegister(settings);
        return new PortalApp(builder, settings, AddTelemetry(builder, program));
    }

    /// <summary>Builds the application with the middleware and endpoints of both portals, without starting it.</summary>
    public WebApplication Build()
    {
        var app = builder.Build();
        app.UseMetrics(telemetry);
        app.UseTrustedProxies(Settings.Proxies);
        app.UseStrictTransport();
        app.UseSecurityHeaders();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        // A page cannot answer a post that was meant for another address.
        app.UseWhen(
            http => HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method),
            reads => reads.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true)
        );
        app.UseLanguages();
        app.UseVersionedFiles();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapPreferences();
        app.MapAccounts();
        app.MapDemoSignIn(Settings);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().AddAdditionalAssemblies(Settings.Program.Assembly);
        return app;
    }

    // The style sheet moves the position further down, below the header.
    private static void ShowMessagesBelowTheHeader(MudServicesConfiguration services)
    {
        services.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.TopCenter;
        services.SnackbarConfiguration.PreventDuplicates = true;
        services.SnackbarConfiguration.SnackbarVariant = Variant.Filled;
    }

    private static TelemetryOptions AddTelemetry(WebApplicationBuilder builder, PortalProgram program)
    {
        var telemetry = builder.Configuration.ReadTelemetry();
        if (telemetry.Fault() is { } fault)
        {
            throw new StartException(fault);
        }
        builder.AddTelemetry(
            telemetry,
            new Shown(
                program.Slug,
                [
                    "Npgsql",
                    "System.Runtime",
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel",
                    RefusedSignIns.MeterName,
                ],
                [PortalSpans.Name],
                GrainKeys.Hide
            )
        );
        return telemetry;
    }
}
