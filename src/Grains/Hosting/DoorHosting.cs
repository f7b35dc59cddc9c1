using KiPass.Grains.Policy;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;

namespace KiPass.Grains.Hosting;

/// <summary>What a silo needs to judge scans, besides the visit log and the channel keys.</summary>
internal static class DoorHosting
{
    /// <summary>The tokens' own directory, the door, its sunset, and the filter that keeps clients outside.</summary>
    public static ISiloBuilder AddDoor(this ISiloBuilder silo)
    {
        silo.AddGrainDirectory(SiloLocalDirectory.Name, static (_, _) => new SiloLocalDirectory());
        silo.AddIncomingGrainCallFilter<InsideOnly>();
        silo.Services.AddSingleton<TokenReferences>().AddSingleton<Door>();
        silo.Services.AddSingleton<CollectionStatus>();
        return silo;
    }
}
