using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Compliance;
using KiPass.Grains.Facilities.Directory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Hosting;

/// <summary>Sets the reminders of the keepers of directory and registry when a silo starts; the silo serves doors meanwhile.</summary>
internal sealed class SweepStart(IGrainFactory grains, TimeProvider time, ILogger<SweepStart> log) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Retry, time);
        while (!await Started() && await timer.WaitForNextTickAsync(stoppingToken)) { }
    }

    private async Task<bool> Started()
    {
        try
        {
            await grains.GetGrain<IDirectorySweep>(IDirectorySweep.Key).Start();
            await grains.GetGrain<IBusinessRegistrySweep>(IBusinessRegistrySweep.Key).Start();
            await grains.GetGrain<IComplianceSweep>(IComplianceSweep.Key).Start();
            return true;
        }
#pragma warning disable CA1031 // Whatever it is: without the reminders the directory would fall behind for good.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogWarning("The keepers of the facilities could not start: {Error}. It is tried again.", e.GetType().Name);
            return false;
        }
    }
}
