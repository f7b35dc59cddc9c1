using System.Net;
using KiPass.Contracts.Access;
using KiPass.Grains.Hosting;
using KiPass.Hosting.Problems;
using KiPass.Hosting.Tls;
using KiPass.Silo.Health;
using KiPass.Silo.Trust;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace KiPass.Silo.Portals;

/// <summary>
/// The web server for portals, with a separate port, mutual TLS and no other routes. The public server has none of these routes, so a proxy in
/// front of it cannot expose them.
/// </summary>
/// <param name="certificates">The silo's certificate; null on a single machine.</param>
/// <param name="register">Services of the register's process.</param>
internal sealed class PortalServer(RegisterOptions options, RegisterCertificates? certificates, IServiceProvider register) : IHostedService
{
    private const int MaxConnections = 500;

    private WebApplication? app;

    /// <summary>The address on which it listens.</summary>
    public static IPAddress AddressOf(RegisterOptions options) =>
        options.Tls is null ? IPAddress.Loopback : IPAddress.Parse(options.ListenAddress ?? options.Address);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        app = Create();
        await app.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (app is not null)
        {
            await app.StopAsync(cancellationToken);
            await app.DisposeAsync();
        }
    }

    private WebApplication Create()
    {
        // Empty: no configuration of the process, such as its addresses, applies to this server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RegisterCall.All.Max(call => call.MaxBodyBytes);
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Listen(AddressOf(options), options.PortalPort, Secure);
        });
        var services = builder.Services;
        services.AddRoutingCore();
        services.AddSingleton<IHostLifetime, Lifetime>();
        services.AddSingleton(register.GetRequiredService<ILoggerFactory>());
        services.AddSingleton(register.GetRequiredService<IGrainFactory>());
        services.AddSingleton(register.GetRequiredService<PinnedPeers>());
        services.AddSingleton(register.GetRequiredService<MachineClock>());
        services.AddSingleton(register.GetRequiredService<MemoryPressure>());
        services.AddSingleton(register.GetRequiredService<CallMetrics>());
        services.AddSingleton(register.GetRequiredService<TimeProvider>());
        services.AddSingleton(new PortalConnections(Certified: certificates is not null));
        services.AddSingleton<CallGate>();
        services.AddProblems(PortalProblems.All);
        services.AddPortalDocuments();
        var created = builder.Build();
        created.UseProblems();
        created.MapPortalCalls();
        created.MapPortalDocuments();
        return created;
    }

    private void Secure(ListenOptions listen)
    {
        if (certificates is null)
        {
            return;
        }
        string[] roles = [.. Enum.GetValues<CallingPortal>().Select(portal => RegisterCertificates.NameOf(RegisterCall.NameOf(portal)))];
        listen.UseHttps(
            new TlsHandshakeCallbackOptions
            {
                // For each handshake, so that a renewed certificate applies without a restart.
                OnConnection = _ => new(certificates.Server(roles)),
            }
        );
    }

    // The process has one lifetime, that of the register: this server neither waits for signals nor reports its start.
    private sealed class Lifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
