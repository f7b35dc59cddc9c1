using KiPass.Grains.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;

namespace KiPass.Grains.Traces;

/// <summary>Adds what a silo needs for traces, in addition to the stores and <see cref="KiPass.Tokens.Keys.DomainFolder"/>.</summary>
internal static class TraceHosting
{
    public static ISiloBuilder AddTraces(this ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton<AuditLog>();
        silo.Services.AddSingleton<ContactFinder>();
        silo.Services.AddSingleton<IssuerClient>();
        silo.Services.AddSingleton<IIssuerTransport, HttpIssuerTransport>();
        silo.Services.AddHttpClient(
                HttpIssuerTransport.Name,
                client =>
                {
                    client.Timeout = HttpIssuerTransport.Timeout;
                    client.MaxResponseContentBufferSize = HttpIssuerTransport.MaxResponseBytes;
                }
            )
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        return silo;
    }
}
