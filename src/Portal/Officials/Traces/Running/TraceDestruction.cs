using KiPass.Portal.Officials.Keys;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Register;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Traces.Running;

/// <summary>Destroys trace data four weeks after the start. Only the counts of a trace remain; drafts lose all personal data.</summary>
internal sealed class TraceDestruction(IDbContextFactory<AuthorityDatabase> databases, Ledger ledger, TimeProvider time)
{
    private const string Rule = "28-days";

    /// <summary>Destroys everything that is due.</summary>
    /// <returns>The number of orders destroyed.</returns>
    public async Task<int> Run(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var due = await database
            .Orders.AsNoTracking()
            .Where(order => order.ExpiresAt <= now && order.State != TraceOrderState.Destroyed)
            .Select(order => order.Id)
            .ToListAsync(cancellationToken);
        var destroyed = 0;
        foreach (var id in due)
        {
            destroyed += await ledger.Change(entries => Destroy(entries, id), overtaken: false, cancellationToken) ? 1 : 0;
        }
        return destroyed;
    }

    private static async Task<bool> Destroy(Ledger.Entries entries, Guid id)
    {
        var order = await entries.Rows.Orders.FirstAsync(row => row.Id == id);
        await entries.Rows.Seals.Where(seal => seal.OrderId == id).ExecuteDeleteAsync();
        await entries.Rows.Marks.Where(mark => mark.OrderId == id).ExecuteDeleteAsync();
        await entries.Rows.FollowUps.Where(row => row.OrderId == id).ExecuteDeleteAsync();
        (order.SealedPerson, order.Jws, order.Reason, order.Decision) = (null, null, "", "");
        (order.FacilityId, order.FacilityName, order.WindowFrom, order.WindowTo) = (null, "", null, null);
        (order.State, order.Version) = (TraceOrderState.Destroyed, order.Version + 1);
        entries.Note(
            "destroyed",
            order.CaseId,
            ("what", "trace-result"),
            ("order", $"{id}"),
            ("contacts", $"{order.Progress.Contacts + order.Progress.PaperContacts}"),
            ("rule", Rule)
        );
        return true;
    }
}

/// <summary>
/// Runs destruction and key rotation at startup and every hour. The stored dates decide what is due, so a missed run is made up by the
/// next.
/// </summary>
internal sealed class MaintenanceWorker(IServiceScopeFactory scopes, TimeProvider time, ILogger<MaintenanceWorker> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                try
                {
                    await Once(stoppingToken);
                }
                catch (Exception failure)
                    when (failure is System.Data.Common.DbException or DbUpdateException or Tokens.Keys.DomainFolderException or IOException
                    )
                {
                    log.LogError("Upkeep of the authority's store failed and is tried again in an hour: {Reason}", failure.GetType().Name);
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The portal is shutting down.
        }
    }

    private async Task Once(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TraceDestruction>().Run(stoppingToken);
        var pinned = await scope.ServiceProvider.GetRequiredService<AuthorityKey>().Get(stoppingToken);
        await scope.ServiceProvider.GetRequiredService<KeyRotation>().Run(pinned?.Thumbprint, stoppingToken);
    }
}
