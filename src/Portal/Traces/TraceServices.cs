using KiPass.Portal.Audit;
using KiPass.Portal.Hosting;
using KiPass.Portal.Traces.Cases;
using KiPass.Portal.Traces.Compare;
using KiPass.Portal.Traces.Keys;
using KiPass.Portal.Traces.LineList;
using KiPass.Portal.Traces.Orders;
using KiPass.Portal.Traces.Running;
using KiPass.Portal.Traces.Store;

namespace KiPass.Portal.Traces;

/// <summary>Everything about traces: in the officials' area alone.</summary>
internal static class TraceServices
{
    public static void AddTraces(this IServiceCollection services, PortalSettings settings)
    {
        if (settings.Area != PortalArea.Officials)
        {
            return;
        }
        services.AddTraceStore(settings);
        services.AddHostedService<TraceFollower>().AddHostedService<Upkeep>();
    }

    /// <summary>Without what runs by itself.</summary>
    public static void AddTraceStore(this IServiceCollection services, PortalSettings settings)
    {
        services.AddDbContextFactory<AuthorityDatabase>(options => AuthoritySchema.Use(options, settings));
        services.AddMemoryCache();
        services.AddSingleton<IAuthorityKeys, FileAuthorityKeys>();
        services.AddSingleton<Ledger>().AddSingleton<KeyKeeping>().AddSingleton<OrderSigner>().AddSingleton<LineLists>();
        services.AddSingleton<Destruction>().AddSingleton<TraceBoard>().AddSingleton<OthersHeads>().AddSingleton<ChainState>();
        services.AddScoped<AuditDesk>().AddScoped<PublicCounts>();
        services.AddSingleton<CaseDesk>().AddSingleton<OpenTraces>();
        services.AddScoped<CurrentOfficial>().AddScoped<OrderSeed>().AddScoped<OrderDesk>().AddScoped<TraceRunner>();
    }
}
