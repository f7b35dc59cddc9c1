using System.Data.Common;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Disclosures;
using KiPass.Issuer.Sessions;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Verifications;
using KiPass.Issuer.Visitors;

namespace KiPass.Issuer.Hosting;

/// <summary>
/// Creates the day keys of the next days, destroys day keys and accounts that are due, and deletes expired codes and sessions. Driven by the stored data, so
/// that work missed while the process was down is done at its start. No setting turns it off.
/// </summary>
internal sealed partial class MaintenanceService(
    DayKeyring dayKeys,
    VerificationStore verifications,
    CodeQuota quota,
    SessionStore sessions,
    VisitorStore visitors,
    DisclosureQuota disclosures,
    SessionCache cache,
    IssuerDatabase database,
    TimeProvider time,
    ILogger<MaintenanceService> log
) : BackgroundService
{
    private DateTimeOffset lastHourly = DateTimeOffset.MinValue;

    /// <summary>Does everything that is due. A task that fails does not stop the others and is retried a minute later.</summary>
    public async Task RunOnce(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await Try("Creating day keys", dayKeys.EnsureAhead, cancellationToken);
        await Try("Destroying day keys", dayKeys.DestroyOverdue, cancellationToken);
        cache.RemoveIdle();
        if (now - lastHourly >= TimeSpan.FromHours(1))
        {
            var done = await Try("Deleting codes", verifications.RemoveExpired, cancellationToken);
            done &= await Try("Deleting code quotas", quota.RemoveExpired, cancellationToken);
            done &= await Try("Deleting sessions", sessions.RemoveExpired, cancellationToken);
            done &= await Try("Erasing accounts", EraseLapsed, cancellationToken);
            done &= await Try("Deleting disclosure counts", disclosures.RemoveExpired, cancellationToken);
            done &= await Try("Removing deleted rows from the files", database.Reclaim, cancellationToken);
            lastHourly = done ? now : lastHourly;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await RunOnce(stoppingToken);
            // On the full minute, so that keys are destroyed at midnight.
            var now = time.GetUtcNow();
            var wait = TimeSpan.FromTicks(TimeSpan.TicksPerMinute - now.Ticks % TimeSpan.TicksPerMinute);
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task EraseLapsed(CancellationToken cancellationToken)
    {
        if (await visitors.EraseLapsed(cancellationToken) > 0)
        {
            await database.AfterErasure(cancellationToken);
        }
    }

    private async Task<bool> Try(string task, Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act(cancellationToken);
            return true;
        }
        catch (Exception e)
            when (e
                    is DbException
                        or TimeoutException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidDataException
                        or LostDayKeyException
            )
        {
            LogFailed(log, task, e.Message);
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Task} failed and will be retried: {Reason}")]
    private static partial void LogFailed(ILogger log, string task, string reason);
}
