using KiPass.Hosting.Tls;
using KiPass.Portal.Shared.Settings;
using KiPass.Portal.Shared.Telemetry;
using Orleans.Configuration;

namespace KiPass.Portal.Shared.Register;

/// <summary>
/// Makes the portal an Orleans client of the register. The portal starts without the register and connects when the register is available.
/// </summary>
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
        // Without this, the web server would not start until the register responds.
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
