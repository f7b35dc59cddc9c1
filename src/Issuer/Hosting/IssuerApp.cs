using KiPass.Hosting.Problems;
using KiPass.Hosting.Proxies;
using KiPass.Hosting.Settings;
using KiPass.Hosting.Telemetry;
using KiPass.Issuer.Demo;
using KiPass.Issuer.Disclosures;
using KiPass.Issuer.Passes;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Telemetry;
using KiPass.Issuer.Verifications;
using KiPass.Issuer.Visitors;
using KiPass.Issuer.Web;
using Scalar.AspNetCore;

namespace KiPass.Issuer.Hosting;

/// <summary>The issuer as a web application.</summary>
internal static class IssuerApp
{
    // The server reads this much of an oversized body, so that the client receives the answer instead of a broken connection.
    private const int MaxBytesRead = 16 * 1024 * 1024;

    /// <summary>Builds the application from the command line, the environment and the settings files.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="configure">Replaces services in tests.</param>
    /// <exception cref="StartException">A setting is not valid.</exception>
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
        var settings = IssuerSettings.Read(builder.Configuration);
        if (settings.GatewayFault() is { } fault)
        {
            throw new StartException(fault);
        }
        builder.Configuration.RequireListenAddresses();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBytesRead;
        });
        builder.Services.AddIssuer(settings).AddIssuerHttp(settings);
        var telemetry = builder.Configuration.ReadTelemetry();
        builder.AddTelemetry(
            telemetry,
            // Nothing to redact: there are no grain keys here, and routes are templates without ids.
            new Shown(
                "kipass-issuer",
                [
                    IssuerMeter.Name,
                    ProblemMetrics.MeterName,
                    "Npgsql",
                    "System.Runtime",
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel",
                ],
                [IssuerSpans.Name],
                text => text
            )
        );
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseMetrics(telemetry);
        app.UseTrustedProxies(settings.Proxies);
        app.UseStrictTransport();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseResponseCompression();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseRouting();
        app.MapVerifications();
        app.MapTickets();
        app.MapPasses();
        app.MapMe();
        app.MapDisclosures();
        app.MapWellKnown();
        app.MapHealth();
        app.MapOpenApi();
        app.MapScalarApiReference("/docs", options => options.WithTitle("KiPass issuer").DisableDefaultFonts().DisableTelemetry());
        if (settings.SmsUrl is null)
        {
            app.MapSimulatedInbox();
            app.MapDemo(settings);
        }
        return app;
    }
}
