using KiPass.Portal.Officials.Traces.Orders;

namespace KiPass.Portal.Officials.Traces.Running;

/// <summary>Updates the progress of all running traces, even when no page is open. Several portals may run it at the same time.</summary>
internal sealed class TraceProgressWorker(
    IServiceScopeFactory scopes,
    TraceOrderEvents events,
    TimeProvider time,
    ILogger<TraceProgressWorker> log
) : BackgroundService
{
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = false;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var runner = scope.ServiceProvider.GetRequiredService<TraceRunner>();
                foreach (var orderId in await runner.Open(stoppingToken))
                {
                    more |= await runner.Advance(orderId, stoppingToken);
                }
            }
            catch (Exception failure)
                when (!stoppingToken.IsCancellationRequested
                    && failure is System.Data.Common.DbException or Microsoft.EntityFrameworkCore.DbUpdateException
                )
            {
                log.LogError("Traces cannot be followed just now: {Reason}", failure.GetType().Name);
            }
            try
            {
                await events.Wait(more ? Busy : Idle, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
