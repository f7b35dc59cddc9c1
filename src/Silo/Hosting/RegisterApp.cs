using KiPass.Contracts.Logging;
using KiPass.Grains.Database;
using KiPass.Grains.Hosting;
using KiPass.Grains.Telemetry;
using KiPass.Hosting.Logging;
using KiPass.Hosting.Proxies;
using KiPass.Hosting.Settings;
using KiPass.Hosting.Telemetry;
using KiPass.Silo.Devices;
using KiPass.Silo.Documents;
using KiPass.Silo.Facilities;
using KiPass.Silo.Health;
using KiPass.Silo.Problems;
using KiPass.Silo.Scanner;
using KiPass.Silo.Scans;
using KiPass.Silo.Trust;
using KiPass.Silo.Visits;
using KiPass.Tokens.Keys;

namespace KiPass.Silo.Hosting;

/// <summary>The register's process: one silo and the scanner API on it.</summary>
internal static class RegisterApp
{
    /// <summary>Kestrel swallows a larger body so far, so that its sender reads the refusal.</summary>
    private const int MaxSwallowedBytes = 16 * 1024 * 1024;
    private const int MaxConnections = 20_000;

    /// <summary>Reads the settings, migrates the stores and wires everything; not started yet.</summary>
    /// <exception cref="StartException">A setting, a port or the store cannot be used.</exception>
    /// <exception cref="DomainFolderException">A key cannot be used.</exception>
    public static async Task<WebApplication> Create(string[] args, TimeProvider time)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.UseRedactingConsole(GrainKeys.Hide);
        var options = builder.Configuration.ReadRegister();
        var telemetry = builder.Configuration.ReadTelemetry(options.Address);
        Ports.RequireFree(options);
        builder.Configuration.RequireListenAddresses();
        await Ports.RequireNobodyAtKnownAddress(options);
        builder.Services.AddTrust(new DomainFolder(options.Data));
        await StorageHosting.Prepare(options, time);
        builder.Services.AddSingleton(time);
        builder.AddRegisterSilo(options);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxSwallowedBytes;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        });
        builder.Services.AddDevices();
        builder.Services.AddScans();
        builder.Services.AddManualVisits();
        builder.Services.AddFacilities();
        builder.Services.AddHealth();
        builder.Services.AddScanner();
        builder.AddTelemetry(
            telemetry,
            new Shown(
                "kipass-register",
                [RegisterMeter.Name, ScanCounts.MeterName, "Npgsql", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"],
                [RegisterSpans.Name],
                GrainKeys.Hide
            )
        );

        var app = builder.Build();
        app.UseTrustedProxies(options.Proxies);
        app.UseMetrics(telemetry);
        app.UseCatalogueForFailures();
        app.UseMachineClock();
        app.UseScanner();
        app.MapDevices();
        app.MapScans();
        app.MapManualVisits();
        app.MapFacilities();
        app.MapTrust();
        app.MapHealth();
        app.MapDocuments();
        return app;
    }
}
