using KiPass.Portal.Officials.Traces.Cases;
using KiPass.Portal.Officials.Traces.Compare;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Officials.Traces.Running;

namespace KiPass.Portal.Officials.Traces;

/// <summary>Registers the services for cases, trace orders and trace results.</summary>
internal static class TraceServices
{
    public static void AddTraces(this IServiceCollection services)
    {
        services.AddTracing();
        services.AddHostedService<TraceProgressWorker>().AddHostedService<MaintenanceWorker>();
    }

    /// <summary>Registers the services without the background workers.</summary>
    public static void AddTracing(this IServiceCollection services)
    {
        services.AddMemoryCache();
        services.AddSingleton<TraceOrderSigner>().AddSingleton<LineLists>().AddSingleton<FollowUps>();
        services.AddSingleton<TraceDestruction>().AddSingleton<TraceOrderEvents>().AddSingleton<PeerChainHeads>();
        services.AddSingleton<CaseService>().AddSingleton<OpenTraces>();
        services.AddScoped<TraceOrderPrefill>().AddScoped<TraceOrderService>().AddScoped<TraceRunner>();
    }
}
