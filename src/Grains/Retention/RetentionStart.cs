using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Retention;

/// <summary>Wakes the retention grain when a silo starts: after an outage what became due meanwhile must not wait for a tick.</summary>
internal sealed class RetentionStart(IGrainFactory grains, TimeProvider time, ILogger<RetentionStart> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Retry, time);
        while (!await Swept() && await timer.WaitForNextTickAsync(stoppingToken)) { }
    }

    private async Task<bool> Swept()
    {
        try
        {
            return await grains.GetGrain<IRetentionGrain>(IRetentionGrain.Key).Sweep();
        }
#pragma warning disable CA1031 // Whatever it is, destruction must be tried again; the silo serves doors meanwhile.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogError("Retention could not start: {Error}. It is tried again.", e.GetType().Name);
            return false;
        }
    }
}
