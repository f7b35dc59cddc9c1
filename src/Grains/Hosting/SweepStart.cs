using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Compliance;
using KiPass.Grains.Facilities.Directory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Hosting;

/// <summary>
/// Registers the reminders of the sweeps of directory, business registry and compliance when a silo starts, without delaying the start.
/// </summary>
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
#pragma warning disable CA1031 // The reminders must be registered eventually, whatever the failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogWarning("The periodic sweeps could not be started: {Error}. It will be retried.", e.GetType().Name);
            return false;
        }
    }
}
