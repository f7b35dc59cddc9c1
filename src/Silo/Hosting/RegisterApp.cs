using KiPass.Contracts.Logging;
using KiPass.Grains.Database;
using KiPass.Grains.Hosting;
using KiPass.Grains.Telemetry;
using KiPass.Hosting.Logging;
using KiPass.Hosting.Problems;
using KiPass.Hosting.Proxies;
using KiPass.Hosting.Settings;
using KiPass.Hosting.Telemetry;
using KiPass.Silo.Devices;
using KiPass.Silo.Documents;
using KiPass.Silo.Facilities;
using KiPass.Silo.Health;
using KiPass.Silo.Json;
using KiPass.Silo.Limits;
using KiPass.Silo.Portals;
using KiPass.Silo.Problems;
using KiPass.Silo.Scanner;
using KiPass.Silo.Scans;
using KiPass.Silo.Start;
using KiPass.Silo.Trust;
using KiPass.Silo.Visits;
using KiPass.Tokens.Keys;

namespace KiPass.Silo.Hosting;

/// <summary>The register's process: one silo and the scanner API.</summary>
internal static class RegisterApp
{
    /// <summary>
    /// Maximum bytes of an oversized body that Kestrel drains, so that the sender gets the response, not a broken connection.
    /// </summary>
    private const int MaxDrainedBytes = 16 * 1024 * 1024;
    private const int MaxConnections = 20_000;

    /// <summary>Reads the settings, migrates the stores and builds the application without starting it.</summary>
    /// <exception cref="StartException">A setting, a port or the store is unusable.</exception>
    /// <exception cref="DomainFolderException">A key is unusable.</exception>
    public static async Task<WebApplication> Create(string[] args, TimeProvider time)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.UseRedactingConsole(GrainKeys.Hide);
        var options = builder.Configuration.ReadRegister();
        var telemetry = builder.Configuration.ReadTelemetry(options.Address);
        Ports.RequireFree(options);
        builder.Configuration.RequireListenAddresses();
        await Ports.RequireUnusedAddress(options);
        builder.Services.AddTrust(new DomainFolder(options.Data));
        await StorageHosting.Prepare(options, time);
        builder.Services.AddSingleton(time);
        var certificates = PortalHosting.LoadCertificates(options);
        builder.AddRegisterSilo(options, certificates);
        builder.Services.AddPortals(options, certificates);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxDrainedBytes;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        });
        builder.Services.AddProblems(RegisterProblems.All);
        builder.Services.AddValidation();
        builder.Services.AddApiJson();
        builder.Services.AddLimits();
        builder.Services.AddStrictTransport();
        builder.Services.AddDevices();
        builder.Services.AddScans();
        builder.Services.AddFacilities();
        builder.Services.AddHealth();
        builder.Services.AddScanner();
        builder.Services.AddDocument();
        builder.AddTelemetry(
            telemetry,
            new Shown(
                "kipass-register",
                [
                    RegisterMeter.Name,
                    ScanMetrics.MeterName,
                    CallMetrics.MeterName,
                    ProblemMetrics.MeterName,
                    "Npgsql",
                    "System.Runtime",
                    "Microsoft.AspNetCore.Server.Kestrel",
                ],
                [RegisterSpans.Name],
                GrainKeys.Hide
            )
        );

        var app = builder.Build();
        app.UseTrustedProxies(options.Proxies);
        app.UseStrictTransport();
        app.UseMetrics(telemetry);
        app.UseProblems();
        app.UseMachineClock();
        var hasStart = app.UseStart(options);
        app.UseScanner(ownsRoot: !hasStart);
        app.MapApi();
        if (options.Documents)
        {
            app.MapDocuments();
        }
        return app;
    }

    private static void MapApi(this WebApplication app)
    {
        app.MapScans();
        var api = app.MapGroup("").NeverCached();
        var devices = api.MapGroup("").RequireDevice();
        devices.MapUndo();
        devices.MapManualVisits();
        devices.MapFacility();
        var anyone = api.MapGroup("").LimitByAddress();
        anyone.MapPairing();
        anyone.MapTrust();
        api.MapHealth();
    }
}
