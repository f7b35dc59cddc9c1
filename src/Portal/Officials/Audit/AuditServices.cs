using KiPass.Portal.Shared.Accounts.Events;
using KiPass.Portal.Shared.Register;

namespace KiPass.Portal.Officials.Audit;

/// <summary>Registers the services for the authority's audit chain and the public counts.</summary>
internal static class AuditServices
{
    public static void AddAudit(this IServiceCollection services) =>
        services
            .AddSingleton<RefusedSignIns>()
            .AddSingleton<IAccountAudit, ChainAccountAudit>()
            .AddSingleton<ChainState>()
            .AddScoped<AuditService>()
            .AddSingleton(provider => new BriefCache<IReadOnlyList<MonthInNumbers>>(
                PublicCounts.Kept,
                provider.GetRequiredService<TimeProvider>()
            ))
            .AddScoped<PublicCounts>();
}
