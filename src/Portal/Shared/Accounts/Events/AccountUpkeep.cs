using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts.Events;

/// <summary>
/// Every hour and at shutdown: stores the counts of refused sign-ins, and destroys events that are older than one year. The stored dates
/// decide what is due, so a missed run is made up by the next.
/// </summary>
internal sealed class AccountUpkeep(IAccountAudit audit, AccountEventTable events, TimeProvider time, ILogger<AccountUpkeep> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Run(cancellationToken);
    }

    /// <summary>Runs once.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        try
        {
            await audit.StoreRefusals(cancellationToken);
            await events.Destroy(cancellationToken);
        }
        catch (Exception failure) when (failure is DbException or DbUpdateException)
        {
            log.LogError("Upkeep of account events failed and is tried again in an hour: {Reason}", failure.GetType().Name);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                await Run(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The portal is shutting down.
        }
    }
}
