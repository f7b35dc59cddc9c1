using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Retention;

/// <summary>
/// Wakes the retention grain when a silo starts, before it serves anything: what became due in an outage must not wait for a tick, and what a
/// restored backup brought back goes again first.
/// </summary>
internal sealed class RetentionStart(IGrainFactory grains, TimeProvider time, ILogger<RetentionStart> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    /// <summary>A door waits no longer for a sweep that is slow: readers refuse by the clock whatever is still stored.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Task<bool> first = Task.FromResult(false);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        first = Swept();
        await Task.WhenAny(first, Task.Delay(Patience, TimeProvider.System, cancellationToken));
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Retry, time);
        var done = await first;
        while (!done && await timer.WaitForNextTickAsync(stoppingToken))
        {
            done = await Swept();
        }
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
