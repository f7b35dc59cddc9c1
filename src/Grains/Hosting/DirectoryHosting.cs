using KiPass.Grains.Compliance;
using KiPass.Grains.Facilities.Directory;
using KiPass.Grains.Policy;
using KiPass.Grains.Venues;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace KiPass.Grains.Hosting;

/// <summary>Puts the directory into a silo.</summary>
internal static class DirectoryHosting
{
    /// <summary>The directory's table and what reads the policy.</summary>
    public static IServiceCollection AddFacilityDirectory(this IServiceCollection services) =>
        services
            .AddSingleton<DirectorySource>()
            .AddSingleton<FacilityDirectory>()
            .AddSingleton<DirectorySearch>()
            .AddSingleton<DirectoryProfiles>()
            .AddSingleton<OrderImpactScan>()
            .AddSingleton<PolicyShelf>()
            .AddSingleton<VenueListStore>()
            .AddSingleton<VenueStore>()
            .AddSingleton<VenueMatcher>()
            .AddSingleton<ComplianceStore>()
            .AddSingleton<ComplianceFigures>();

    /// <summary>Keeps directory and registry going from the silo's start.</summary>
    public static ISiloBuilder AddFacilityKeepers(this ISiloBuilder silo)
    {
        silo.Services.AddHostedService<FacilitySweepStart>();
        return silo;
    }
}
