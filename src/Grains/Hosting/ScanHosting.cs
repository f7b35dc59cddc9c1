using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;

namespace KiPass.Grains.Hosting;

/// <summary>Adds what a silo needs to verify scans, in addition to the visit log and the channel keys.</summary>
internal static class ScanHosting
{
    /// <summary>The grain directory of the tokens and the scan service.</summary>
    public static ISiloBuilder AddScans(this ISiloBuilder silo)
    {
        silo.AddGrainDirectory(SiloLocalDirectory.Name, static (_, _) => new SiloLocalDirectory());
        silo.Services.AddSingleton<TokenReferences>().AddSingleton<ScanService>();
        return silo;
    }
}
