using KiPass.Grains.Audit;
using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Compliance;
using KiPass.Grains.Facilities;
using KiPass.Grains.Facilities.Directory;
using KiPass.Grains.Policy;
using KiPass.Grains.Venues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;

namespace KiPass.Grains.Hosting;

/// <summary>Registers the services of facilities, policy, business registry, venues and compliance.</summary>
internal static class FeatureHosting
{
    /// <param name="taxService">How the tax service is called; null: it is never called.</param>
    public static IServiceCollection AddFeatures(this IServiceCollection services, TaxServiceOptions? taxService)
    {
        services.TryAddSingleton<AuditLog>();
        services.AddSingleton<PolicyCache>();
        services
            .AddSingleton<DirectorySource>()
            .AddSingleton<FacilityDirectory>()
            .AddSingleton<DirectorySearch>()
            .AddSingleton<DirectoryProfiles>()
            .AddSingleton<OrderImpactScan>();
        services.AddTaxService(taxService).AddSingleton<IRegisteredBusinesses, RegisteredBusinesses>();
        services
            .AddSingleton<VenueListStore>()
            .AddSingleton<VenueStore>()
            .AddSingleton<VenueMatcher>()
            .AddSingleton<IDirectoryObserver, VenueSignUps>();
        services.AddSingleton<ComplianceStore>().AddSingleton<ComplianceFigures>();
        return services;
    }

    /// <summary>Starts the periodic sweeps of directory, business registry and compliance with the silo.</summary>
    public static ISiloBuilder AddSweeps(this ISiloBuilder silo)
    {
        silo.Services.AddHostedService<SweepStart>();
        return silo;
    }
}
