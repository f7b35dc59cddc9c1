using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;

namespace KiPass.Grains.Hosting;

/// <summary>What a silo needs to judge scans, besides the visit log and the channel keys.</summary>
internal static class ScanHosting
{
    /// <summary>The tokens' own directory, the door, its sunset, and the filter that keeps clients outside.</summary>
    public static ISiloBuilder AddScans(this ISiloBuilder silo)
    {
        silo.AddGrainDirectory(SiloLocalDirectory.Name, static (_, _) => new SiloLocalDirectory());
        silo.AddIncomingGrainCallFilter<InternalGrainFilter>();
        silo.Services.AddSingleton<TokenReferences>().AddSingleton<ScanService>();
        return silo;
    }
}
