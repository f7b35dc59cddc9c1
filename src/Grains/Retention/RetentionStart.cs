using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Retention;

/// <summary>
/// Runs a retention sweep when a silo starts, before it serves requests: what became due during an outage, or was restored from a backup,
/// is destroyed first.
/// </summary>
internal sealed class RetentionStart(IGrainFactory grains, TimeProvider time, ILogger<RetentionStart> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    /// <summary>Maximum time the start waits for the sweep; expired visits cannot be read in the meantime.</summary>
    private static readonly TimeSpan MaxStartDelay = TimeSpan.FromSeconds(30);

    private Task<bool> first = Task.FromResult(false);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        first = Swept();
        await Task.WhenAny(first, Task.Delay(MaxStartDelay, TimeProvider.System, cancellationToken));
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
#pragma warning disable CA1031 // Destruction must be retried after every failure; the silo serves requests in the meantime.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogError("Retention could not start: {Error}. It will be retried.", e.GetType().Name);
            return false;
        }
    }
}
