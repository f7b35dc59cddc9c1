using System.Data.Common;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Staff;

/// <summary>Every hour: removes staff accounts that were never verified, old proposals, and the browsers of old steps.</summary>
internal sealed class StaffUpkeep(Ledger ledger, TimeProvider time, ILogger<StaffUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>Removes what is due. The stored dates decide, so a missed run is made up by the next.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        await ledger.Change(StaffEntry.RemoveOld, overtaken: false, cancellationToken);
        await ledger.Change(TwoPeople.RemoveOldSteps, overtaken: false, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                try
                {
                    await Run(stoppingToken);
                }
                catch (Exception failure) when (failure is DbException or DbUpdateException)
                {
                    log.LogError("Upkeep of the staff failed and is tried again in an hour: {Reason}", failure.GetType().Name);
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The portal is shutting down.
        }
    }
}
