using KiPass.Hosting.Tls;
using KiPass.Portal.Shared.Settings;
using KiPass.Portal.Shared.Telemetry;
using Orleans.Configuration;

namespace KiPass.Portal.Shared.Register;

/// <summary>The portal as an Orleans client of the register. It starts without the register and connects when that answers.</summary>
internal static class RegisterClient
{
    public static void AddRegister(this WebApplicationBuilder builder, PortalSettings settings)
    {
        builder.Services.AddScoped<RegisterCalls>().AddScoped<CurrentCaller>();
        builder.Services.AddHttpClient<AuthorityKey>(http =>
        {
            http.BaseAddress = settings.RegisterUrl;
            http.Timeout = TimeSpan.FromSeconds(5);
        });
        // Otherwise the web server would wait for the register before it answers anybody.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering([.. settings.Gateways]);
            client.AddOutgoingGrainCallFilter<RegisterCallSpans>();
            if (settings.Certificates is { } certificates)
            {
                client.Configure<ClientConnectionOptions>(connections =>
                    connections.ConfigureConnection(inner => inner.CallWith(certificates))
                );
            }
            client.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = settings.ClusterId;
                cluster.ServiceId = settings.ServiceId;
            });
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
            client.UseConnectionRetryFilter(
                async (_, cancellationToken) =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                    return true;
                }
            );
        });
    }
}
