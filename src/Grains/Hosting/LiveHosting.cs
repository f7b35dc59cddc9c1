using KiPass.Grains.Live;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace KiPass.Grains.Hosting;

/// <summary>Adds the counters of this silo's scans and their reports to the live grid.</summary>
internal static class LiveHosting
{
    public static ISiloBuilder AddLiveGrid(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<ScanCounters>().AddHostedService<LiveReporter>();
        return silo;
    }
}
