using KiPass.Hosting.Proxies;
using KiPass.Hosting.Telemetry;
using KiPass.Issuer.Disclosures;
using KiPass.Issuer.Health;
using KiPass.Issuer.Passes;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Telemetry;
using KiPass.Issuer.Verifications;
using KiPass.Issuer.Visitors;
using KiPass.Issuer.Web;
using Scalar.AspNetCore;

namespace KiPass.Issuer;

/// <summary>The issuer as a web application.</summary>
internal static class IssuerApp
{
    // Of a body that is too large so much is still read, so that the sender gets the answer and not a broken connection.
    private const int MostBytesRead = 16 * 1024 * 1024;

    /// <summary>Builds it from the command line, environment and settings files.</summary>
    /// <param name="arguments">Of the command line.</param>
    /// <param name="configure">What a test puts in place of a service.</param>
    /// <exception cref="StartException">A setting is wrong.</exception>
    public static WebApplication Build(string[] arguments, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = arguments,
                ApplicationName = typeof(IssuerApp).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        var settings = IssuerConfiguration.Load(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBytesRead;
        });
        builder.Services.AddIssuer(settings).AddIssuerHttp(settings);
        var telemetry = builder.Configuration.ReadTelemetry();
        if (telemetry.Fault() is { } fault)
        {
            throw new StartException(fault);
        }
        builder.AddTelemetry(
            telemetry,
            // No key of a grain is known here; routes are templates and hold no id.
            new Shown(
                "kipass-issuer",
                [IssuerMeter.Name, "Npgsql", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"],
                [IssuerSpans.Name],
                text => text
            )
        );
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseMetrics(telemetry);
        app.UseTrustedProxies(settings.Proxies);
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseResponseCompression();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseRouting();
        app.MapVerifications();
        app.MapPasses();
        app.MapMe();
        app.MapDisclosures();
        app.MapWellKnown();
        app.MapHealth();
        app.MapOpenApi();
        app.MapScalarApiReference("/docs", options => options.WithTitle("KiPass issuer").DisableDefaultFonts().DisableTelemetry());
        if (settings.Sms is null)
        {
            app.MapSimulatedInbox();
        }
        return app;
    }
}
