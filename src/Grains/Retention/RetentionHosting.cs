using KiPass.Grains.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;

namespace KiPass.Grains.Retention;

/// <summary>Adds retention to a silo. It cannot be disabled.</summary>
internal static class RetentionHosting
{
    public static ISiloBuilder AddRetention(this ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton<AuditLog>();
        silo.Services.AddMetrics();
        silo.Services.AddSingleton<OldestVisitHeld>();
        silo.Services.AddHealthChecks().AddCheck<OldestVisitHeld>("visits-overdue");
        silo.Services.AddHostedService(services =>
        {
            // Creates the gauge, so that the metric exists before the first health check.
            _ = services.GetRequiredService<OldestVisitHeld>();
            return ActivatorUtilities.CreateInstance<RetentionStart>(services);
        });
        return silo;
    }
}
